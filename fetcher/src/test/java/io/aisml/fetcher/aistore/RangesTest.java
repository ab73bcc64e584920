package io.aisml.fetcher.aistore;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.spec.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranges in get-batches. */
class RangesTest extends AgainstFakeAistore {
  @Test
  void comeInTheBatch() throws IOException {
    byte[] content = Contents.random(0, 1000);
    server.put("b", "o", content);
    server.put("b", "s.tar!m", content);
    List<Entry> entries = List.of(object("o", 10, 20), member("s.tar", "m", 0, 1000));

    Answers answers = Answers.of(source.batch(entries));

    assertThat(answers.data().get(0)).isEqualTo(Arrays.copyOfRange(content, 10, 30));
    assertThat(answers.data().get(1)).isEqualTo(content);
    assertThat(server.objectRequests("GET")).isEmpty();
  }

  @Test
  void areAskedForAloneWhenTheServerGivesTheWholeObject() throws IOException {
    byte[] content = Contents.random(0, 1000);
    server.put("b", "o", content);
    server.put("b", "s.tar!m", content);
    server.batchFaults.add(new Fault.WholeForRange());
    server.batchFaults.add(new Fault.WholeForRange());
    List<Entry> entries =
        List.of(object("o", 10, 20), member("s.tar", "m", 5, 7), object("o"), object("o", 1, 2));

    Answers answers = Answers.of(source.batch(entries));

    assertThat(answers.data().get(0)).isEqualTo(Arrays.copyOfRange(content, 10, 30));
    assertThat(answers.data().get(1)).isEqualTo(Arrays.copyOfRange(content, 5, 12));
    assertThat(answers.data().get(2)).isEqualTo(content);
    assertThat(answers.data().get(3)).isEqualTo(Arrays.copyOfRange(content, 1, 3));
  }

  @Test
  void beyondTheObjectFailAloneWithItsSize() throws IOException {
    List<Entry> entries = new ArrayList<>(objects(10, 1000));
    entries.set(3, object("o-3", 990, 11));
    entries.set(6, object("o-6", 1000, 1));
    entries.set(7, object("o-7", 1000, -1));
    entries.set(8, member("o-8", "m", 1, 1));

    Answers answers = Answers.of(source.batch(entries));

    assertThat(answers.data().keySet()).containsExactly(0, 1, 2, 4, 5, 9);
    for (int index : new int[] {3, 6, 7}) {
      assertThat(answers.failure(index).kind()).isEqualTo(FailureKind.FAILED);
      assertThat(answers.failure(index).message())
          .contains("ais://b/o-" + index, "beyond the object, which has 1000 bytes");
    }
    assertThat(answers.failure(8).kind()).isEqualTo(FailureKind.NOT_FOUND);
  }

  @Test
  void toTheEndAreVerifiedBySize() throws IOException {
    byte[] content = Contents.random(0, 1000);
    server.put("b", "o", content);
    server.put("b", "s.tar!m", content);
    List<Entry> entries = List.of(object("o", 990, -1), member("s.tar", "m", 995, -1));

    Answers answers = Answers.of(source.batch(entries));

    assertThat(answers.data().get(0)).isEqualTo(Arrays.copyOfRange(content, 990, 1000));
    assertThat(answers.data().get(1)).isEqualTo(Arrays.copyOfRange(content, 995, 1000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.9.v1.4.9", ""})
  void failClearlyOnAServerThatKnowsNone(String version) throws IOException {
    server.version = version;
    List<Entry> entries = new ArrayList<>(objects(3, 100));
    entries.set(1, object("o-1", 1, 2));

    Answers answers = Answers.of(source.batch(entries));

    assertThat(answers.data().keySet()).containsExactly(0, 2);
    assertThat(answers.failure(1).message())
        .contains("ais://b/o-1", version, "serves no byte ranges", "5.0");
  }

  @Test
  void areTheOnlyReasonToAskForTheVersion() throws IOException {
    List<Entry> whole = objects(3, 100);
    Answers.of(source.batch(whole));
    assertThat(source.counters().metadataRequests.sum()).isZero();

    Answers.of(source.batch(List.of(object("o-1", 1, 2))));
    Answers.of(source.batch(List.of(object("o-1", 1, 2))));
    assertThat(source.counters().metadataRequests.sum()).isEqualTo(1);
  }
}
