package io.aisml.fetcher.aistore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aisml.fetcher.archive.ArchiveFormat;
import io.aisml.fetcher.archive.ArchiveWriter;
import io.aisml.fetcher.archive.TestMember;
import io.aisml.fetcher.download.ArchiveDownload;
import io.aisml.fetcher.download.DownloadListener;
import io.aisml.fetcher.download.DownloadResult;
import io.aisml.fetcher.download.WantedMember;
import io.aisml.fetcher.source.SourceException;
import io.aisml.fetcher.spec.Entry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After each fault of the server the archive is whole, or the download says that it is not. */
class DownloadFaultsTest extends AgainstFakeAistore {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 600, 3000, 20_000})
  void aTruncatedReplyIsCompleted(int bytes) throws IOException {
    List<Entry> entries = objects(10, 3000);
    server.batchFaults.add(new Fault.CloseAfter(bytes));
    download(entries);

    assertWhole(10, 3000);
  }

  @Test
  void aShortArchiveIsCompletedInOrder() throws IOException {
    List<Entry> entries = objects(10, 300);
    server.batchFaults.add(new Fault.ShortArchive(3));
    server.batchFaults.add(new Fault.ShortArchive(2));
    download(entries);

    assertWhole(10, 300);
  }

  @Test
  void throttlingIsWaitedFor() throws IOException {
    List<Entry> entries = objects(10, 300);
    server.proxyFaults.add(new Fault.Status(429, "ErrTooManyRequests", "rejected: pending=256"));
    server.proxyFaults.add(new Fault.Status(429, "ErrTooManyRequests", "rejected: pending=256"));
    download(entries);

    assertWhole(10, 300);
    assertThat(source.counters().throttled.sum()).isEqualTo(2);
  }

  @Test
  void aStallIsGivenUpAndTheRestAskedForAgain() throws IOException {
    List<Entry> entries = objects(10, 3000);
    server.batchFaults.add(new Fault.Stall(5000));
    source.close();
    source = open(Duration.ofSeconds(3), TokenSource.none(), server.endpoint());
    download(entries);

    assertWhole(10, 3000);
  }

  @Test
  void emptyAndWrongRepliesAreAskedForAgain() throws IOException {
    List<Entry> entries = objects(10, 300);
    server.batchFaults.add(new Fault.Empty200());
    server.batchFaults.add(new Fault.WrongNames());
    download(entries);

    assertWhole(10, 300);
  }

  @Test
  void aServerThatGoesAwayFailsTheDownload() {
    List<Entry> entries = objects(10, 300);
    server.close();
    source.close();

    assertThatThrownBy(
            () -> {
              source = open(Duration.ofMillis(300), TokenSource.none(), server.endpoint());
              download(entries);
            })
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("refused the connection");
  }

  private void download(List<Entry> entries) throws IOException {
    try (ArchiveDownload download =
        new ArchiveDownload(
            source, ArchiveWriter.to(ArchiveFormat.TAR, out), false, DownloadListener.NONE)) {
      for (Entry entry : entries) {
        download.add(WantedMember.of(entry, true));
      }
      DownloadResult result = download.finish();
      assertThat(result.members()).isEqualTo(entries.size());
    }
  }

  private void assertWhole(int count, int size) throws IOException {
    List<TestMember> expected = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      expected.add(new TestMember("o-" + i, Contents.random(i, size)));
    }
    assertThat(TestMember.unpack(ArchiveFormat.TAR, out.toByteArray()))
        .containsExactlyElementsOf(expected);
    assertThat(server.batchFaults).as("faults that were not met").isEmpty();
    assertThat(server.proxyFaults).as("faults that were not met").isEmpty();
  }
}
