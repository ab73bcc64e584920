package io.aisml.fetcher.aistore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aisml.fetcher.source.EntryStream;
import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.source.SourceException;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.ObjectRef;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that do not answer, tokens that are refused, callers that lose interest. */
class TroubleTest extends AgainstFakeAistore {
  @Test
  void withOneProxyIsNoneWithTwo() throws IOException {
    List<Entry> entries = objects(3, 10);
    try (AistoreSource two =
        open(
            Duration.ofSeconds(30),
            TokenSource.none(),
            URI.create("http://127.0.0.1:1"),
            server.endpoint())) {
      two.connect(Duration.ofSeconds(10));
      assertThat(Answers.of(two.batch(entries)).data()).hasSize(3);
      assertThat(Answers.of(two.entry(entries.get(0))).data()).hasSize(1);
      assertThat(two.counters().retries.sum()).isEqualTo(1);
    }
  }

  @Test
  void isReportedWithTheEndpoint() throws IOException {
    try (AistoreSource nobody =
        open(Duration.ofMillis(300), TokenSource.none(), URI.create("http://127.0.0.1:1"))) {
      assertThatThrownBy(() -> nobody.connect(Duration.ZERO))
          .isInstanceOf(SourceException.class)
          .hasMessageContaining("http://127.0.0.1:1 refused the connection");
      assertThatThrownBy(() -> Answers.of(nobody.batch(List.of(object("o")))))
          .isInstanceOf(SourceException.class)
          .hasMessageContaining("http://127.0.0.1:1");
      assertThatThrownBy(() -> Answers.of(nobody.entry(object("o"))))
          .isInstanceOf(SourceException.class)
          .hasMessageContaining("ais://b/o");
    }
  }

  @Test
  void atTheStartIsWaitedFor() throws IOException {
    server.proxyFaults.add(new Fault.Status(503, "", ""));
    server.proxyFaults.add(new Fault.Status(503, "", ""));

    source.connect(Duration.ofSeconds(20));

    assertThat(server.requests).hasSize(3);
  }

  @Test
  void ofAStalledReplyIsOvercomeOrEnds() throws IOException {
    List<Entry> entries = objects(3, 1000);
    try (AistoreSource hasty =
        open(Duration.ofMillis(1500), TokenSource.none(), server.endpoint())) {
      server.batchFaults.add(new Fault.Stall(2000));
      assertThat(Answers.of(hasty.batch(entries)).all(3))
          .containsExactlyElementsOf(contents(3, 1000));

      for (int i = 0; i < 100; i++) {
        server.objectFaults.add(new Fault.Stall(0));
      }
      assertThatThrownBy(() -> Answers.of(hasty.entry(object("o-0"))))
          .isInstanceOf(SourceException.class)
          .hasMessageContaining("ais://b/o-0: given up after 1.5 s");
    }
  }

  @Test
  void withATokenIsExplained() throws IOException {
    server.token = "right";
    try (AistoreSource wrong =
        open(Duration.ofSeconds(30), TokenSource.fixed("wrong"), server.endpoint())) {
      objects(1, 1);
      for (Callable<?> call :
          List.<Callable<?>>of(
              () -> Answers.of(wrong.batch(List.of(object("o-0")))),
              () -> wrong.head(new ObjectRef(BUCKET, "o-0")))) {
        assertThatThrownBy(call::call)
            .isInstanceOfSatisfying(
                SourceException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.DENIED))
            .hasMessageContaining("invalid token; give a valid token");
      }
      assertThat(Answers.of(wrong.entry(object("o-0"))).failure(0).kind())
          .isEqualTo(FailureKind.DENIED);
    }
  }

  @Test
  void withATokenEndsWhenItsFileChanges(@TempDir Path dir) throws IOException {
    server.token = "old";
    Path file = dir.resolve("auth.token");
    Files.writeString(file, "{\"token\":\"old\"}\n");
    List<Entry> entries = objects(1, 1);
    try (AistoreSource other =
        open(Duration.ofSeconds(30), TokenSource.file(file), server.endpoint())) {
      assertThat(Answers.of(other.batch(entries)).data()).hasSize(1);
      server.token = "a newer one";
      Files.writeString(file, "a newer one\n");
      assertThat(Answers.of(other.batch(entries)).data()).hasSize(1);
    }
  }

  @Test
  void fromSomethingThatIsNoAistoreIsReported() {
    server.proxyFaults.add(new Fault.Status(404, "", ""));

    assertThatThrownBy(() -> Answers.of(source.batch(List.of(object("o")))))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("an AIStore 4.0 or newer?");
  }

  @Test
  void endsAtOnceByInterrupt() throws Exception {
    List<Entry> entries = objects(3, 1000);
    server.batchFaults.add(new Fault.Stall(2000));
    FutureTask<Answers> reader = new FutureTask<>(() -> Answers.of(source.batch(entries)));
    Thread thread = new Thread(reader);
    thread.start();
    server.stalled.await();
    thread.interrupt();

    assertThatThrownBy(reader::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InterruptedIOException.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void endsAtOnceByClose(boolean wholeSource) throws Exception {
    List<Entry> entries = objects(3, 1000);
    server.batchFaults.add(new Fault.Stall(2000));
    EntryStream stream = source.batch(entries);
    FutureTask<Answers> reader = new FutureTask<>(() -> Answers.of(stream));
    new Thread(reader).start();
    server.stalled.await();
    if (wholeSource) {
      source.close();
    } else {
      stream.close();
    }

    assertThatThrownBy(reader::get)
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseInstanceOf(IOException.class)
        .cause()
        .isInstanceOf(SourceException.class)
        .hasMessage("the request was closed");
  }

  @Test
  void endsAtOnceByInterruptOfAWaitForARetry() throws Exception {
    for (int i = 0; i < 100; i++) {
      server.proxyFaults.add(new Fault.Status(503, "", ""));
    }
    FutureTask<Answers> reader =
        new FutureTask<>(() -> Answers.of(source.batch(List.of(object("o")))));
    Thread thread = new Thread(reader);
    thread.start();
    thread.interrupt();

    assertThatThrownBy(reader::get).hasCauseInstanceOf(InterruptedIOException.class);
  }

  @Test
  void leavesNoRequestInFlight() throws IOException {
    List<Entry> entries = objects(3, 100_000);
    for (int i = 0; i < 10; i++) {
      try (EntryStream stream = source.batch(entries)) {
        stream.next();
      }
    }

    assertThat(Answers.of(source.batch(entries)).data()).hasSize(3);
  }
}
