package io.aisml.fetcher.aistore;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.spec.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Multipart replies whose head and archive contradict each other, which no real server sends. */
class BufferedMembersTest extends AgainstFakeAistore {
  @BeforeEach
  void askForMultipart() throws IOException {
    source.close();
    source = openBuffered();
  }

  /** What is wrong, and the first entry that is asked for again. */
  private static Stream<Arguments> heads() {
    return Stream.of(
        head("another size", 4, out -> at(out, 4).put("size", 101)),
        head("an error for what is there", 4, out -> at(out, 4).put("err_msg", "disk on fire")),
        head("an error for what is there and empty", 9, out -> at(out, 9).put("err_msg", "gone")),
        head("another order", 2, out -> out.insert(2, out.remove(5))),
        head("a name that nobody asked for", 7, out -> at(out, 7).put("objname", "o-77")),
        head("one fewer", 9, out -> out.remove(9)),
        head("one fewer in the middle", 4, out -> out.remove(4)),
        head("one more", 0, out -> out.addObject().put("objname", "o-10").put("size", 0)),
        head("nothing", 0, ArrayNode::removeAll));
  }

  private static Arguments head(String what, int again, Consumer<ArrayNode> change) {
    return Arguments.of(what, again, change);
  }

  private static ObjectNode at(ArrayNode out, int index) {
    return (ObjectNode) out.get(index);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("heads")
  void areNotTrustedFromTheContradictionOn(String what, int again, Consumer<ArrayNode> change)
      throws IOException {
    List<Entry> entries = objects(9, 100);
    entries.add(object("o-9"));
    server.put("b", "o-9", new byte[0]);
    server.batchFaults.add(new Fault.WrongHead(change));

    Answers answers = Answers.of(source.batch(entries));

    List<byte[]> expected = new ArrayList<>(contents(9, 100));
    expected.add(new byte[0]);
    assertThat(answers.all(10)).containsExactlyElementsOf(expected);
    assertThat(server.batches()).hasSize(2);
    assertThat(server.batches().get(1).asked()).isEqualTo(names(again, 10));
    assertThat(source.counters().bytesReceived.sum()).isEqualTo(900);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 300, 1_500, 3_000, 6_000})
  void areAskedForAgainWhenTheyAreCut(int bytes) throws IOException {
    List<Entry> entries = objects(10, 100);
    server.batchFaults.add(new Fault.CloseAfter(bytes));

    assertThat(Answers.of(source.batch(entries)).all(10))
        .containsExactlyElementsOf(contents(10, 100));
    assertThat(server.batches()).hasSize(2);
  }

  /** As a job that is aborted while it assembles answers: AIStore xact/xs/moss.go: cleanup. */
  @ParameterizedTest
  @ValueSource(ints = {0, 3, 9})
  void areAskedForAgainWhenBothAreShort(int members) throws IOException {
    List<Entry> entries = objects(10, 100);
    server.batchFaults.add(new Fault.ShortArchive(members));

    assertThat(Answers.of(source.batch(entries)).all(10))
        .containsExactlyElementsOf(contents(10, 100));
    assertThat(server.batches().get(1).asked()).isEqualTo(names(members, 10));
  }

  @Test
  void haveAnErrorForEachPlaceholder() throws IOException {
    List<Entry> entries = objects(3, 100);
    entries.add(1, object("missing"));

    Answers answers = Answers.of(source.batch(entries));

    assertThat(answers.data().keySet()).containsExactly(0, 2, 3);
    assertThat(answers.failure(1).kind()).isEqualTo(FailureKind.NOT_FOUND);
    assertThat(server.batches()).hasSize(1);
  }
}
