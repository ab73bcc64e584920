package io.aisml.cli.mounted;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.cli.Launched;
import io.aisml.fetcher.testing.AistoreCluster;
import io.aisml.fetcher.testing.SharedAistore;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Mounted manifests to programs that know nothing of Lhotse: {@code audio_programs.py} runs them.
 */
@ExtendWith(SharedAistore.class)
class OtherProgramsIT {
  @RegisterExtension private static final LhotseCorpus CORPUS = new LhotseCorpus();

  @RegisterExtension private final Mounts mounts = new Mounts();

  private AistoreCluster cluster;

  @BeforeEach
  void take(AistoreCluster shared) {
    cluster = shared;
  }

  /** Counted batch by batch; sox and torchaudio read no Opus. */
  @ParameterizedTest
  @CsvSource({"whole, 37, 34, 21", "clip, 128, 125, 96"})
  void openEveryFile(String view, int files, int filesOfSox, int filesOfWave) throws Exception {
    MountedCommand mount = mount(Way.CLUSTER_KERNEL, "--view=" + view, "--batch-size=50").mounted();

    Map<String, Integer> opened = new HashMap<>();
    for (int batch = 0; batch < 4; batch++) {
      String[] words = Python.script("audio_programs", mount.path("b-00000" + batch));
      for (String line : mount.succeed(words).lines().toList()) {
        String[] program = line.split(" ", 2);
        opened.merge(program[0], Integer.parseInt(program[1]), Integer::sum);
      }
    }

    // Not every release has it; 0 says so.
    assertThat(opened.remove("torchaudio")).isIn(filesOfSox, 0);
    assertThat(opened)
        .isEqualTo(
            Map.of(
                "files", files,
                "ffmpeg", files,
                "soundfile", files,
                "sox", filesOfSox,
                "wave", filesOfWave));
  }

  @ParameterizedTest
  @CsvSource({"whole, DIRECTORY_KERNEL", "clip, CLUSTER_KERNEL"})
  void nemoReadsTheSameByItsManifest(String view, Way way) throws Exception {
    Mounted mounted = mount(way, "--view=" + view, "--nemo", "--batch-size=100");
    MountedCommand mount = mounted.mounted();

    assertThat(
            mount.succeed(
                Python.script(
                    "lhotse_extras",
                    "nemo",
                    mounted.local(),
                    mount.path("b-000000/nemo.jsonl"),
                    mount.path("b-000001/nemo.jsonl"))))
        .isEqualTo("140 cuts compared, 0 differences\n");
  }

  @ParameterizedTest
  @CsvSource({"whole, CLUSTER_KERNEL", "clip, DIRECTORY_KERNEL"})
  void huggingFaceReadsTheSameByTheMetadata(String view, Way way) throws Exception {
    Mounted mounted = mount(way, "--view=" + view, "--metadata", "--batch-size=100");
    MountedCommand mount = mounted.mounted();
    String[] words = Python.script("audiofolder", mounts.directory().resolve("hf"), mount.point());
    words[0] =
        Objects.requireNonNull(
            System.getenv("AISML_TEST_DATASETS_PYTHON"), "./test sets AISML_TEST_DATASETS_PYTHON");

    Launched.Result rows =
        Launched.run(mounts.directory(), Map.of("HF_HUB_OFFLINE", "1"), List.of(words));

    assertThat(rows.exitCode()).as(rows.err()).isZero();
    Path file = mounts.file("rows.jsonl", rows.out());
    assertThat(mount.succeed(Python.script("lhotse_extras", "audiofolder", mounted.local(), file)))
        .isEqualTo("140 cuts compared, 0 differences\n");
  }

  /** A mount of the corpus, and the manifest of its originals. */
  private record Mounted(MountedCommand mounted, Path local) {}

  private Mounted mount(Way way, String... options) throws Exception {
    LhotseCorpus.Stored corpus =
        CORPUS.in(way, way.store(cluster, mounts.directory()), mounts.directory());
    String[] all = Arrays.copyOf(options, options.length + 1);
    all[options.length] = corpus.store().endpoint();
    return new Mounted(mounts.mount(corpus.cuts(), all), corpus.local());
  }
}
