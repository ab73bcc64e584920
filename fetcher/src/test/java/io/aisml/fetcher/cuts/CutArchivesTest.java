package io.aisml.fetcher.cuts;

import static io.aisml.fetcher.cuts.Store.cut;
import static io.aisml.fetcher.cuts.Store.options;
import static io.aisml.fetcher.cuts.Store.samples;
import static io.aisml.fetcher.cuts.Store.wav;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aisml.fetcher.archive.ArchiveFormat;
import io.aisml.fetcher.archive.TestMember;
import io.aisml.fetcher.download.DownloadListener;
import io.aisml.fetcher.lhotse.CutNaming;
import io.aisml.fetcher.source.BatchSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archives are read by Commons Compress. */
class CutArchivesTest {
  private static final ArchiveFormat TAR = ArchiveFormat.TAR;

  @TempDir Path root;
  private Store store;
  private final List<String> warnings = new ArrayList<>();

  @BeforeEach
  void open() throws IOException {
    store = new Store(root);
    store.put("x.wav", wav(10_000));
    store.put("x.flac", "fLaC and more".getBytes(UTF_8));
    store.put("x.pcm", samples(10_000));
    store.put("short.wav", wav(3));
    store.put("shard.tar", TestMember.pack(TAR, List.of(new TestMember("m.wav", wav(10_000)))));
    byte[] stream = wav(5_000);
    Arrays.fill(stream, 40, 44, (byte) 0xff);
    store.put("stream.wav", stream);
  }

  @Test
  void aClipIsAWavOfItsSeconds() throws IOException {
    assertThat(clips(1000, cut("c", "ais://b/x.wav", 1.5, 0.25)))
        .containsExactly(new TestMember("b/x.wav", clip(1_500, 250)));
    assertThat(clips(1000, cut("c", "ais://b/x.wav", 9.9, 3)))
        .containsExactly(new TestMember("b/x.wav", clip(9_900, 100)));
  }

  @Test
  void everyKindOfFileThatHasFrames() throws IOException {
    assertThat(
            clips(
                1000,
                cut("1", "ais://b/shard.tar/m.wav", 2, 0.1),
                cut("2", "ais://b/x.pcm", 2, 0.1),
                cut("3", "ais://b/short.wav", 0.001, 0.001),
                cut("4", "ais://b/stream.wav", 4.9, 5)))
        .containsExactly(
            new TestMember("b/shard.tar/m.wav", clip(2_000, 100)),
            new TestMember("b/x.pcm.wav", clip(2_000, 100)),
            new TestMember("b/short.wav", clip(1, 1)),
            new TestMember("b/stream.wav", clip(4_900, 100)));
  }

  @Test
  void aCutOfAllSecondsIsTheObjectWhateverItIs() throws IOException {
    assertThat(clips(1000, cut("c", "ais://b/x.flac", 0, 10), cut("d", "ais://b/x.wav", 0, 10)))
        .containsExactly(
            new TestMember("b/x.flac", "fLaC and more".getBytes(UTF_8)),
            new TestMember("b/x.wav", wav(10_000)));
  }

  @Test
  void secondsOfWhatHasNoFramesAreRefused() {
    assertThatThrownBy(() -> clips(1000, cut("c", "ais://b/x.flac", 1, 2)))
        .isInstanceOf(UnclippableException.class)
        .hasMessage(
            "cuts.jsonl:1: cut 'c': ais://b/x.flac is FLAC, of which seconds can't be had without"
                + " decoding; without --sample-rate the whole objects come, and Lhotse cuts them"
                + " after decoding; or convert them to WAV");
    assertThatThrownBy(() -> clips(1000, cut("c", "ais://b/x.wav", 11, 2)))
        .hasMessage(
            "cuts.jsonl:1: cut 'c': ais://b/x.wav has no samples from second 11.0 on: it has 10.000"
                + " s");
    assertThat(root.resolve("a-0.tar")).doesNotExist();
  }

  @Test
  void theHeadersRateDecidesAndIsToldOnce() throws IOException {
    assertThat(clips(16_000, cut("c", "ais://b/x.wav", 1, 0.1), cut("d", "ais://b/x.wav", 2, 0.1)))
        .extracting(TestMember::content)
        .containsExactly(clip(1_000, 100), clip(2_000, 100));
    assertThat(warnings)
        .containsExactly(
            "ais://b/x.wav has 1000 Hz by its header, not the 16000 of --sample-rate; the header"
                + " decides");
    assertThatThrownBy(
            () ->
                write(
                    new Clips(store.source, 16_000, true, warnings::add),
                    0,
                    1,
                    cut("c", "ais://b/x.wav", 1, 1)))
        .hasMessageEndingWith("has 1000 Hz by its header, not the 16000 of --sample-rate");
  }

  @Test
  void ofManyFilesWithAnotherRateTheFirstAreNamed() throws IOException {
    String[] cuts = new String[3 * Clips.MAX_TOLD];
    for (int i = 0; i < cuts.length; i++) {
      store.put(i + ".wav", wav(10_000));
      cuts[i] = cut("c" + i, "ais://b/" + i + ".wav", 1, 0.1);
    }

    assertThat(clips(16_000, cuts)).hasSize(cuts.length);
    assertThat(warnings).hasSize(Clips.MAX_TOLD + 1);
    assertThat(warnings.get(Clips.MAX_TOLD)).startsWith("more files have another rate");
  }

  @Test
  void archivesAppearInOrderAndAFailureLeavesThoseBefore() throws IOException {
    String[] cuts =
        IntStream.range(0, 12)
            .mapToObj(
                i -> cut("c" + i, "ais://b/" + (i == 7 ? "none" : "x") + ".wav", i / 2.0, 0.1))
            .toArray(String[]::new);

    assertThatThrownBy(() -> write(null, 2, 3, cuts)).hasMessageContaining("ais://b/none.wav");

    for (int batch = 0; batch < 6; batch++) {
      assertThat(Files.exists(root.resolve("a-" + batch + ".tar"))).isEqualTo(batch < 3);
    }
    try (Stream<Path> files = Files.list(root)) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith(".aisml")))
          .isEmpty();
    }
  }

  @Test
  void severalAtATimeAreAsOneByOne() throws IOException {
    String[] cuts =
        IntStream.range(0, 40)
            .mapToObj(i -> cut("c" + i, "ais://b/x.wav", i / 10.0, 0.1))
            .toArray(String[]::new);

    List<String> order = write(clipping(1000), 4, 3, cuts);

    assertThat(order)
        .containsExactlyElementsOf(
            IntStream.range(0, 10).mapToObj(i -> "a-" + i + ".tar 4").toList());
    for (int batch = 0; batch < 10; batch++) {
      int first = batch * 4;
      assertThat(read(root.resolve("a-" + batch + ".tar")))
          .extracting(TestMember::content)
          .containsExactlyElementsOf(
              IntStream.range(first, first + 4).mapToObj(i -> clip(100 * i, 100)).toList());
    }
  }

  /** Each of three archives' requests waits for the other two. */
  @Test
  void asManyAreUnderWayAsWereAskedFor() throws IOException {
    CountDownLatch together = new CountDownLatch(3);
    BatchSource meeting =
        (BatchSource)
            Proxy.newProxyInstance(
                BatchSource.class.getClassLoader(),
                new Class<?>[] {BatchSource.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("batch")) {
                    together.countDown();
                    assertThat(together.await(20, TimeUnit.SECONDS)).isTrue();
                  }
                  return method.invoke(store.source, arguments);
                });
    String[] cuts =
        IntStream.range(0, 3)
            .mapToObj(i -> cut("c" + i, "ais://b/x.wav", 0, 10))
            .toArray(String[]::new);

    assertThat(write(meeting, null, 1, 3, cuts))
        .containsExactly("a-0.tar 1", "a-1.tar 1", "a-2.tar 1");
  }

  private Clips clipping(int rate) {
    return new Clips(store.source, rate, false, warnings::add);
  }

  private List<TestMember> clips(int rate, String... cuts) throws IOException {
    write(clipping(rate), 0, 1, cuts);
    return read(root.resolve("a-0.tar"));
  }

  private List<String> write(@Nullable Clips clips, int batchSize, int atATime, String... cuts)
      throws IOException {
    return write(store.source, clips, batchSize, atATime, cuts);
  }

  private List<String> write(
      BatchSource source, @Nullable Clips clips, int batchSize, int atATime, String... cuts)
      throws IOException {
    List<String> finished = new ArrayList<>();
    List<List<CutFile>> batches =
        Store.read(store.manifest(cuts), options(batchSize, CutNaming.SOURCE, false)).files;
    try (CutArchives archives =
        new CutArchives(
            source,
            Optional.ofNullable(clips),
            false,
            atATime,
            (path, result) -> finished.add(path.getFileName() + " " + result.members()))) {
      for (int i = 0; i < batches.size(); i++) {
        archives.write(
            root.resolve("a-" + i + ".tar"),
            TAR,
            batches.get(i),
            List.of(),
            UnaryOperator.identity(),
            DownloadListener.NONE);
      }
      archives.finish();
    }
    return finished;
  }

  private static byte[] clip(int from, int frames) {
    byte[] clip = wav(frames);
    byte[] all = samples(from + frames);
    System.arraycopy(all, 2 * from, clip, 44, 2 * frames);
    return clip;
  }

  private static List<TestMember> read(Path archive) {
    List<TestMember> members = new ArrayList<>();
    try (TarArchiveInputStream tar = new TarArchiveInputStream(Files.newInputStream(archive))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        members.add(new TestMember(entry.getName(), tar.readAllBytes()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return members;
  }
}
