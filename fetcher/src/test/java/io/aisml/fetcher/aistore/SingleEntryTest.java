package io.aisml.fetcher.aistore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.source.ObjectInfo;
import io.aisml.fetcher.source.SourceException;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.ObjectRef;
import io.aisml.fetcher.spec.Provider;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries by requests of their own. */
class SingleEntryTest extends AgainstFakeAistore {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain.bin",
        "br[1]{2}|.bin",
        "a b%c?d#e+f",
        "żółć/ł",
        "a//b",
        "/o",
        "back\\slash^`\"<>",
        "pct%41",
        "semi;colon=and&amp",
        "~tilde/.hidden"
      })
  void ofAnyNameAreFound(String name) throws IOException {
    byte[] content = name.getBytes(UTF_8);
    server.put("b", name, content);

    assertThat(Answers.of(source.entry(object(name))).all(1)).containsExactly(content);
    assertThat(source.head(new ObjectRef(BUCKET, name))).isEqualTo(new ObjectInfo(content.length));
    assertThat(source.counters().entryRequests.sum()).isEqualTo(1);
    assertThat(source.counters().batchRequests.sum()).isZero();
  }

  @Test
  void areMembersRangesAndRangesOfMembers() throws IOException {
    byte[] content = Contents.random(3, 1000);
    server.put("b", "o", content);
    server.put("b", "s.tar!dir/a+b c.wav", content);

    assertThat(Answers.of(source.entry(member("s.tar", "dir/a+b c.wav"))).all(1))
        .containsExactly(content);
    assertThat(Answers.of(source.entry(object("o", 7, 3))).all(1))
        .containsExactly(Arrays.copyOfRange(content, 7, 10));
    assertThat(Answers.of(source.entry(object("o", 997, -1))).all(1))
        .containsExactly(Arrays.copyOfRange(content, 997, 1000));
    assertThat(server.batches()).isEmpty();
    assertThat(Answers.of(source.entry(member("s.tar", "dir/a+b c.wav", 5, 6))).all(1))
        .containsExactly(Arrays.copyOfRange(content, 5, 11));
    assertThat(server.batches()).hasSize(1);
  }

  @Test
  void ofOneThreadComeOverOneConnection() throws IOException {
    server.put("b", "o", Contents.random(3, 100_000));
    server.put("b", "s.tar!m", Contents.random(4, 1000));

    for (int i = 0; i < 10; i++) {
      Answers.of(source.entry(object("o"))).all(1);
      Answers.of(source.entry(object("o", 1000L * i, 50_000))).all(1);
      Answers.of(source.entry(member("s.tar", "m"))).all(1);
    }

    assertThat(server.connections).hasSize(1);
  }

  @Test
  void areCutOutWhenTheServerIgnoresTheRange() throws IOException {
    byte[] content = Contents.random(3, 1000);
    server.put("b", "o", content);
    server.objectFaults.add(new Fault.WholeForRange());

    assertThat(Answers.of(source.entry(object("o", 7, 3))).all(1))
        .containsExactly(Arrays.copyOfRange(content, 7, 10));
  }

  @Test
  void areNeverClipped() throws IOException {
    server.put("b", "o", new byte[100]);
    server.put("b", "s.tar!m", new byte[100]);

    for (Entry entry : List.of(object("o", 90, 11), object("o", 100, 1), object("o", 500, -1))) {
      assertThat(Answers.of(source.entry(entry)).failure(0).message())
          .contains(entry.toString(), "beyond the object, which has 100 bytes");
    }
    assertThat(Answers.of(source.entry(member("s.tar", "m", 90, 11))).failure(0).message())
        .contains("beyond the member, which has 100 bytes");
  }

  @Test
  void thatBreakOffGoOnWhereTheyBroke() throws IOException {
    byte[] content = Contents.random(3, 100_000);
    server.put("b", "o", content);
    server.objectFaults.add(new Fault.CloseAfter(40_000));
    server.objectFaults.add(new Fault.CloseAfter(0));
    server.objectFaults.add(new Fault.CloseAfter(40_000));

    assertThat(Answers.of(source.entry(object("o", 10, 99_000))).all(1))
        .containsExactly(Arrays.copyOfRange(content, 10, 99_010));
    assertThat(server.objectRequests("GET").get(1).head())
        .containsEntry("Range", "bytes=40010-99009");
    assertThat(source.counters().bytesReceived.sum()).isEqualTo(99_000);
  }

  @Test
  void thatDoNotExistSaySo() throws IOException {
    Answers missing = Answers.of(source.entry(object("missing")));
    assertThat(missing.failure(0).kind()).isEqualTo(FailureKind.NOT_FOUND);

    Entry lost = Entry.of(new ObjectRef(Bucket.of(Provider.AIS, "nope"), "x"));
    assertThat(Answers.of(source.entry(lost)).failure(0).kind()).isEqualTo(FailureKind.NOT_FOUND);
    assertThatThrownBy(() -> source.head(new ObjectRef(BUCKET, "missing")))
        .isInstanceOfSatisfying(
            SourceException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.NOT_FOUND));
  }

  @Test
  void fromAFailingTargetFailAfterSomeTries() throws IOException {
    server.put("b", "o", new byte[1]);
    for (int i = 0; i < 3; i++) {
      server.objectFaults.add(new Fault.Status(500, "ErrFail", "input/output error"));
    }

    assertThat(Answers.of(source.entry(object("o"))).failure(0).message())
        .contains("ais://b/o", "status 500", "input/output error");
  }

  @Test
  void mayBeEmpty() throws IOException {
    server.put("b", "o", new byte[0]);

    assertThat(Answers.of(source.entry(object("o"))).all(1)).containsExactly(new byte[0]);
    assertThat(source.head(new ObjectRef(BUCKET, "o"))).isEqualTo(new ObjectInfo(0));
  }
}
