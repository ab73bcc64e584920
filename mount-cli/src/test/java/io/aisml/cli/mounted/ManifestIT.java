package io.aisml.cli.mounted;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.cli.Launched;
import io.aisml.fetcher.testing.AistoreCluster;
import io.aisml.fetcher.testing.SharedAistore;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Mounted manifests as Lhotse loads them: cuts, supervisions, arrays and every sample are those of
 * the original manifest. {@code lhotse_corpus.py} makes recordings of many codecs and cuts of all
 * types; {@code lhotse_same.py} compares.
 */
@ExtendWith(SharedAistore.class)
class ManifestIT {
  private static final String PYTHON =
      Objects.requireNonNull(System.getenv("AISML_TEST_PYTHON"), "./test sets AISML_TEST_PYTHON");
  private static final Path SCRIPTS = Path.of("src", "test", "python").toAbsolutePath();

  @RegisterExtension private static final LhotseCorpus CORPUS = new LhotseCorpus();

  @RegisterExtension private final Mounts mounts = new Mounts();

  private AistoreCluster cluster;

  @BeforeEach
  void take(AistoreCluster shared) {
    cluster = shared;
  }

  @ParameterizedTest
  @CsvSource({
    "CLUSTER_KERNEL, --names=id, 4",
    "DIRECTORY_KERNEL, --names=source, -1",
    "DIRECTORY_JNR, --names=ordinal, -1"
  })
  void isTheSameToLhotse(Way way, String names, int workers) throws Exception {
    LhotseCorpus.Stored corpus = stored(way);
    MountedCommand mount =
        mounts.mount(
            corpus.cuts(),
            corpus.store().endpoint(),
            way.fuse(),
            names,
            "--batch-size=50",
            "--arrays");

    List<String> words =
        new ArrayList<>(List.of(same(), "--workers=" + workers, corpus.local().toString()));
    assertThat(mount.succeed(python(words, mount.path("cuts.jsonl").toString())))
        .isEqualTo("159 cuts compared, 0 differences\n");
    String[] batches = new String[4];
    Arrays.setAll(batches, batch -> mount.path("b-00000" + batch + "/cuts.jsonl").toString());
    List<String> byBatch = new ArrayList<>(List.of(same(), corpus.local().toString()));
    byBatch.addAll(List.of(batches).subList(0, 3));
    assertThat(mount.succeed(python(byBatch, batches[3])))
        .isEqualTo("159 cuts compared, 0 differences\n");
    assertThat(mount.succeed("cat", batches[0], batches[1], batches[2], batches[3]))
        .isEqualTo(mount.cat("cuts.jsonl"));
    assertThat(mount.succeed("ls", "-A", mount.path("b-000003").toString()))
        .contains("cuts.jsonl")
        .doesNotContain(".aisml");
    assertThat(mount.cat("b-000003/.aisml/cuts.orig.jsonl"))
        .isEqualTo(
            Files.readAllLines(corpus.cuts()).subList(150, 159).stream()
                .map(line -> line + "\n")
                .collect(Collectors.joining()));
    assertThat(mount.succeed("stat", "--format=%s", mount.path("cuts.jsonl").toString()).strip())
        .isEqualTo(String.valueOf(mount.cat("cuts.jsonl").getBytes(StandardCharsets.UTF_8).length));
  }

  @ParameterizedTest
  @CsvSource({
    "CLUSTER_KERNEL, --names=id, --clip-margin=0s, 4",
    "CLUSTER_JNR, --names=ordinal, --clip-margin=0s, -1",
    "DIRECTORY_KERNEL, --names=source, --clip-margin=50ms, -1"
  })
  void isTheSameToLhotseAsClips(Way way, String names, String margin, int workers)
      throws Exception {
    LhotseCorpus.Stored corpus = stored(way);
    MountedCommand mount =
        mounts.mount(
            corpus.cuts(),
            corpus.store().endpoint(),
            way.fuse(),
            names,
            margin,
            "--view=clip",
            "--batch-size=50",
            "--arrays");

    List<String> words =
        new ArrayList<>(
            List.of(same(), "--clips", "--workers=" + workers, corpus.local().toString()));
    String[] batches = new String[4];
    Arrays.setAll(batches, batch -> mount.path("b-00000" + batch + "/cuts.jsonl").toString());
    words.addAll(List.of(batches).subList(0, 3));
    assertThat(mount.succeed(python(words, batches[3])))
        .isEqualTo("159 cuts compared, 0 differences\n");
    words.subList(4, words.size()).clear();
    assertThat(mount.succeed(python(words, mount.path("cuts.jsonl").toString())))
        .isEqualTo("159 cuts compared, 0 differences\n");
    assertThat(mount.succeed("cat", batches[0], batches[1], batches[2], batches[3]))
        .isEqualTo(mount.cat("cuts.jsonl"));
    assertThat(mount.succeed("stat", "--format=%s", mount.path("cuts.jsonl").toString()).strip())
        .isEqualTo(String.valueOf(mount.cat("cuts.jsonl").getBytes(StandardCharsets.UTF_8).length));
    assertThat(mount.status().path("clips").path("unclippable").asInt()).isZero();
    assertThat(mount.status().path("clips").path("recordings").asInt()).isGreaterThan(10);
  }

  /** {@code takeover.py} kills the process as systemd would find it dead. */
  @ParameterizedTest
  @CsvSource({"whole, cuts.jsonl", "clip, b-000000/cuts.jsonl", "clip, cuts.jsonl"})
  void goesOnInTheProcessAfterThis(String view, String held) throws Exception {
    LhotseCorpus.Stored corpus = stored(Way.DIRECTORY_KERNEL);
    Path point = Files.createDirectory(mounts.directory().resolve("point"));
    Path log = mounts.directory().resolve("log");
    List<String> words = new ArrayList<>(List.of(PYTHON));
    words.addAll(List.of(SCRIPTS.resolve("takeover.py").toString(), point.toString(), held));
    words.addAll(List.of(Launched.LAUNCHER.toString(), "mount", "-f", "--log-file=" + log));
    words.addAll(List.of(corpus.store().endpoint(), "--view=" + view, "--batch-size=50"));
    words.addAll(List.of("--arrays", corpus.cuts().toString(), point.toString(), "--"));
    words.addAll(List.of(python(List.of(same(), "--clips", corpus.local().toString()), "")));
    words.set(words.size() - 1, point.resolve("cuts.jsonl").toString());

    Launched.Result result = Launched.run(mounts.directory(), Map.of(), words);

    assertThat(result.out()).as(result.err()).isEqualTo("159 cuts compared, 0 differences\n");
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(Files.readString(log))
        .containsPattern("(?s)(taken over from the process before.*){2}")
        .doesNotContain("mounted anew", "WARN  GeneratedFiles");
  }

  @Test
  void aMissingObjectIsOneFilesTrouble() throws Exception {
    LhotseCorpus.Stored corpus = stored(Way.DIRECTORY_KERNEL);
    Files.delete(mounts.directory().resolve("store/ais/corpus/audio/u8.wav"));
    MountedCommand mount =
        mounts.mount(corpus.cuts(), corpus.store().endpoint(), "--batch-size=50", "--arrays");

    mount.assertFails("b-000000/00000_u8.wav-0.wav", "No such file or directory");
    assertThat(mount.cat(".aisml/errors.jsonl"))
        .contains("b-000000/00000_u8.wav-0.wav", "ais://corpus/audio/u8.wav");
    Launched.Result result =
        mount.run(
            python(
                List.of(same(), corpus.local().toString()), mount.path("cuts.jsonl").toString()));
    assertThat(result.out()).isEqualTo("159 cuts compared, 5 differences\n");
    assertThat(result.err().lines())
        .hasSize(5)
        .allSatisfy(line -> assertThat(line).startsWith("cut u8.wav-"));
  }

  @Test
  void showsWhatIsRightInAManifestOfDefects() throws Exception {
    ObjectStore store = stored(Way.DIRECTORY_KERNEL).store();
    Path defects = mounts.directory().resolve("defects.jsonl");
    try (InputStream in = ManifestIT.class.getResourceAsStream("defects.jsonl")) {
      Files.copy(Objects.requireNonNull(in), defects);
    }

    String plan = mounts.aisml("plan", defects.toString()).out();
    assertThat(plan.substring(plan.indexOf("Notice: ")).replace(defects.toString(), "D"))
        .isEqualTo(
            """
            Notice: D:10: it has no 'start': Lhotse can't read that, so cuts.jsonl goes without it

            Left out: 15
              D:3: line 3: no JSON at column 27: Unexpected end-of-input within/between Object entries
              D:4: line 4: 'null' is no cut
              D:5: line 5: no cut: expected one JSON object in the line
              D:6: line 6: the cut has no 'id'
              D:7: line 7: a PaddingCut can only be a track of a MixedCut
              D:8: line 8: unknown type 'StereoCut'; expected MonoCut, MultiCut or MixedCut
              D:9: line 9: the MixedCut has no 'tracks'
              D:11: line 11: 'channel' must be a channel's number or a list of them
              D:13: bad source: its audio is in a tar of a Lhotse Shar directory (source type 'shar'); mount \
            the directory's cuts.*.jsonl.gz and say by shar where its tars are
              D:14: bad source: its audio is nowhere (source type 'dummy'); expected type 'url'
              D:15: bad source: its audio is nowhere (source type 'memory'); expected type 'url'
              D:16: bad source: unknown source type 'carrier-pigeon'; expected 'url' or 'file'
              D:17: bad source: source 'ais://corpus' names a bucket; expected an object in it
              D:18: bad source: unknown provider 'ht'; expected ais, aws (s3), gcp (gs), azure (az) or oci (oc)
              D:19: bad source: object name 'x/../y.wav' must not have '.' or '..' between slashes
            """);
    MountedCommand mount = mounts.mount(defects, store.endpoint());
    assertThat(mount.succeed("ls", mount.path("b-000000").toString()))
        .isEqualTo(
            "00000_good-0.wav\n00001_no start.wav\n00002_good-0.wav\n00010_good-2.wav\ncuts.jsonl\n");
    String read =
        """
        import sys
        from lhotse import CutSet
        for cut in CutSet.from_file(sys.argv[1]):
            print(cut.id, cut.load_audio().shape if cut.id != "bad source" else "")
        """;
    assertThat(mount.succeed(PYTHON, "-c", read, mount.path("cuts.jsonl").toString()).lines())
        .filteredOn(line -> !line.startsWith("bad source"))
        .containsExactly("good-0 (1, 3200)", "good-0 (1, 3200)", "good-2 (1, 3200)");
  }

  @ParameterizedTest
  @CsvSource({"CLUSTER_KERNEL", "DIRECTORY_KERNEL"})
  void theRequestOfABatchIsASpec(Way way) throws Exception {
    LhotseCorpus.Stored corpus = stored(way);
    MountedCommand mount =
        mounts.mount(corpus.cuts(), corpus.store().endpoint(), way.fuse(), "--batch-size=50");
    String archive = mounts.directory().resolve("batch.tar").toString();

    Launched.Result got =
        mounts.aisml(
            "get-batch",
            corpus.store().endpoint(),
            "--spec=" + mount.path("b-000002/.aisml/request.json"),
            archive);

    assertThat(got.exitCode()).as(got.err()).isZero();
    String compare =
        """
        import os, sys, tarfile
        names = [name for name in sorted(os.listdir(sys.argv[1])) if not name.endswith(".jsonl")]
        paths = [os.path.join(sys.argv[1], name) for name in names]
        files = {os.stat(path).st_ino: path for path in reversed(paths)}
        with tarfile.open(sys.argv[2]) as tar:
            members = [tar.extractfile(member).read() for member in tar]
        assert members == [open(path, "rb").read() for path in sorted(files.values())]
        print(len(members) > 1)
        """;
    assertThat(mount.succeed(PYTHON, "-c", compare, mount.path("b-000002").toString(), archive))
        .isEqualTo("True\n");
  }

  @Test
  void goesByOtherPathsWhenAsked() throws Exception {
    LhotseCorpus.Stored corpus = stored(Way.DIRECTORY_KERNEL);
    MountedCommand relative =
        mounts.mount(corpus.cuts(), corpus.store().endpoint(), "--relative", "--arrays");
    MountedCommand moved =
        mounts.mount(corpus.cuts(), corpus.store().endpoint(), "--path-prefix=/data/x/");

    assertThat(relative.cat("cuts.jsonl")).contains("\"source\": \"b-000000/00000_u8.wav-0.wav\"");
    // Lhotse takes them from where it runs.
    List<String> inMount = new ArrayList<>(List.of("sh", "-c", "cd \"$0\" && exec \"$@\""));
    inMount.add(relative.point().toString());
    inMount.addAll(List.of(python(List.of(same(), corpus.local().toString()), "cuts.jsonl")));
    assertThat(relative.succeed(inMount.toArray(String[]::new)))
        .isEqualTo("159 cuts compared, 0 differences\n");
    assertThat(moved.cat("cuts.jsonl"))
        .contains("\"source\": \"/data/x/b-000000/00000_u8.wav-0.wav\"");
  }

  private LhotseCorpus.Stored stored(Way way) throws Exception {
    return CORPUS.in(way, way.store(cluster, mounts.directory()), mounts.directory());
  }

  private static String same() {
    return SCRIPTS.resolve("lhotse_same.py").toString();
  }

  private static String[] python(List<String> words, String last) {
    return Stream.concat(Stream.concat(Stream.of(PYTHON), words.stream()), Stream.of(last))
        .toArray(String[]::new);
  }
}
