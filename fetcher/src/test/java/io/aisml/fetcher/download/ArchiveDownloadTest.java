package io.aisml.fetcher.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aisml.fetcher.archive.ArchiveFormat;
import io.aisml.fetcher.archive.ArchiveWriter;
import io.aisml.fetcher.archive.TestMember;
import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.source.SourceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ArchiveDownloadTest {
  private final ScriptedStore store = new ScriptedStore();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void writesMembersInOrderOverManyRequests() throws IOException {
    List<String> names = IntStream.range(0, 20_000).mapToObj(i -> "o-" + i).toList();

    DownloadResult result = download(false, names);

    assertThat(archive()).containsExactlyElementsOf(names.stream().map(this::member).toList());
    assertThat(result.members()).isEqualTo(20_000);
    assertThat(result.bytes()).isEqualTo(names.stream().mapToInt(String::length).sum());
    assertThat(store.batches).startsWith(1024).hasSizeLessThan(6);
    assertThat(store.singles).isEmpty();
  }

  @Test
  void writesWhatComesLateInItsPosition() throws IOException {
    List<String> names = List.of("late-0", "o-1", "late-2", "late-3", "o-4", "late-5");

    download(false, names);

    assertThat(archive()).containsExactlyElementsOf(names.stream().map(this::member).toList());
    assertThat(store.singles).containsExactly("late-0", "late-2", "late-3", "late-5");
  }

  @Test
  void writesPlaceholdersInTheirPositions() throws IOException {
    DownloadResult result =
        download(true, List.of("o-0", "lost-1", "o-2", "gone-3", "gone-4", "o-5", "lost-6"));

    assertThat(archive())
        .containsExactly(
            member("o-0"),
            new TestMember("__404__/b/lost-1", new byte[0]),
            member("o-2"),
            new TestMember("__404__/b/gone-3", new byte[0]),
            new TestMember("__404__/b/gone-4", new byte[0]),
            member("o-5"),
            new TestMember("__404__/b/lost-6", new byte[0]));
    assertThat(result.missing()).isEqualTo(4);
    assertThat(result.firstMissing().get(1))
        .isEqualTo(new MissingMember(3, "b/gone-3", FailureKind.NOT_FOUND, "does not exist"));
  }

  @Test
  void boundsTheListOfWhatIsMissing() throws IOException {
    List<String> names = IntStream.range(0, 3000).mapToObj(i -> "gone-" + i).toList();

    DownloadResult result = download(true, names);

    assertThat(result.missing()).isEqualTo(3000);
    assertThat(result.firstMissing()).hasSize(ArchiveDownload.MAX_LISTED);
  }

  @Test
  void failsForTheFirstMissingMember() {
    assertThatThrownBy(() -> download(false, List.of("o-0", "lost-1", "gone-2")))
        .isInstanceOfSatisfying(
            SourceException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.NOT_FOUND))
        .hasMessage("ais://b/lost-1 does not exist");
  }

  @Test
  void failsForAMemberThatIsShorterThanAnnounced() {
    assertThatThrownBy(() -> download(true, List.of("o-0", "short-1", "o-2")))
        .isInstanceOf(SourceException.class)
        .hasMessage("ais://b/short-1 came with fewer than its 7 bytes");
  }

  @Test
  void putsAHeadBeforeTheBytesAndATailBehind() throws IOException {
    ByteBuffer head = ByteBuffer.wrap("RIFF".getBytes(StandardCharsets.UTF_8));
    ByteBuffer tail = ByteBuffer.wrap(new byte[] {'!'});
    WantedMember wanted = ScriptedStore.wanted("o-0");

    DownloadResult result;
    try (ArchiveDownload download = open(false, DownloadListener.NONE)) {
      download.add(new WantedMember(wanted.entry(), "clip.wav", head, tail));
      result = download.finish();
    }

    assertThat(archive())
        .containsExactly(new TestMember("clip.wav", "RIFFo-0!".getBytes(StandardCharsets.UTF_8)));
    assertThat(result.bytes()).isEqualTo(8);
  }

  @Test
  void tellsItsListenerEachByte() throws IOException {
    List<String> told = new ArrayList<>();
    DownloadListener listener =
        new DownloadListener() {
          @Override
          public void begins(String name, long size) {
            told.add(name + " " + size + " ");
          }

          @Override
          public void wrote(ByteBuffer bytes) {
            told.set(told.size() - 1, told.get(told.size() - 1) + text(bytes));
          }

          @Override
          public void missing(MissingMember member) {
            told.add(member.placeholder());
          }
        };
    try (ArchiveDownload download = open(true, listener)) {
      for (String name : List.of("o-0", "gone-1", "late-2")) {
        download.add(ScriptedStore.wanted(name));
      }
      DownloadResult unused = download.finish();
    }

    assertThat(told).containsExactly("b/o-0 3 o-0", "__404__/b/gone-1", "b/late-2 6 late-2");
  }

  @Test
  void anInterruptEndsAWait() throws Exception {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                DownloadResult unused = download(false, List.of("hang"));
              } catch (IOException e) {
                thrown.set(e);
              }
            });
    thread.start();
    store.hanging.await();
    thread.interrupt();
    thread.join();

    assertThat(thrown.get()).isInstanceOf(InterruptedIOException.class);
  }

  @Test
  void writesAnEmptyArchive() throws IOException {
    assertThat(download(false, List.of()).members()).isZero();
    assertThat(archive()).isEmpty();
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }

  private DownloadResult download(boolean continueOnError, List<String> names) throws IOException {
    try (ArchiveDownload download = open(continueOnError, DownloadListener.NONE)) {
      for (WantedMember wanted : names.stream().map(ScriptedStore::wanted).toList()) {
        download.add(wanted);
      }
      return download.finish();
    }
  }

  private ArchiveDownload open(boolean continueOnError, DownloadListener listener)
      throws IOException {
    return new ArchiveDownload(
        store, ArchiveWriter.to(ArchiveFormat.TAR, out), continueOnError, listener);
  }

  private List<TestMember> archive() throws IOException {
    return TestMember.unpack(ArchiveFormat.TAR, out.toByteArray());
  }

  private TestMember member(String name) {
    return new TestMember("b/" + name, name.getBytes(StandardCharsets.UTF_8));
  }
}
