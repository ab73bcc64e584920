package io.aisml.cli.mounted;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.cli.Launched;
import io.aisml.fetcher.testing.AistoreCluster;
import io.aisml.fetcher.testing.SharedAistore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Mounted Lhotse Shar directories, which Lhotse has written, as Lhotse loads them: {@code
 * lhotse_shar.py} compares with what {@code CutSet.from_shar} reads of the same directory.
 */
@ExtendWith(SharedAistore.class)
class SharIT {
  private static final String ALL_SAME = "50 cuts, 60 recordings, %d arrays, 0 differences\n";

  @RegisterExtension private final Mounts mounts = new Mounts();

  private AistoreCluster cluster;

  @BeforeEach
  void take(AistoreCluster shared) {
    cluster = shared;
  }

  @ParameterizedTest
  @CsvSource({
    "CLUSTER_KERNEL, flac, whole",
    "DIRECTORY_KERNEL, wav, whole",
    "CLUSTER_KERNEL, wav, clip",
    "DIRECTORY_KERNEL, flac, clip"
  })
  void ofLocalManifestsIsTheSameToLhotse(Way way, String format, String view) throws Exception {
    Path shar = write(format);
    ObjectStore store = way.store(cluster, mounts.directory());
    String bucket = store.newBucket("shar");
    put(store, bucket, "train/", shar, ".tar");
    MountedCommand mount =
        mounts.mount(
            manifests(shar),
            store.endpoint(),
            way.fuse(),
            "--view=" + view,
            "--shar=ais://" + bucket + "/train");

    assertThat(same(mount, shar)).isEqualTo(ALL_SAME.formatted(0));
    assertThat(mount.succeed("ls", mount.path("cuts.000002").toString()).lines())
        .contains("00000_cut-040." + format, "00002_cut-042.target_audio." + format)
        .noneMatch(name -> name.endsWith(".npy"));
    assertThat(mount.counter("/mount/leftOut")).isZero();
    // Each is all of its cut: there is nothing to clip, and its size is in the listing of its tar.
    assertThat(mount.succeed("find", mount.point().toString(), "-type", "f", "-size", "0"))
        .isEmpty();
  }

  /** Stores a Shar directory whole and mounts its manifests from there. */
  private MountedCommand mountStored(ObjectStore store, Path shar, String... options)
      throws Exception {
    String bucket = store.newBucket("shar");
    put(store, bucket, "", shar, "");
    List<String> all = new ArrayList<>(List.of(options));
    all.add(store.endpoint());
    return mounts.mountTexts(
        List.of("ais://" + bucket + "/cuts.{000000..000002}.jsonl.gz"), all.toArray(String[]::new));
  }

  @Test
  void ofManifestsThatAreObjectsIsTheSameToLhotse() throws Exception {
    Path shar = write("flac");
    MountedCommand mount = mountStored(ObjectStore.of(cluster), shar, "--arrays");

    assertThat(same(mount, shar)).isEqualTo(ALL_SAME.formatted(24));
    assertThat(mount.succeed("ls", mount.path("cuts.000000").toString()).lines())
        .contains("00006_v1.2.3.features.npy");
  }

  @ParameterizedTest
  @CsvSource({"CLUSTER_KERNEL", "DIRECTORY_KERNEL"})
  void ofAnExtendedDirectoryIsTheSameToLhotse(Way way) throws Exception {
    Path shar = extended();
    MountedCommand mount =
        mountStored(way.store(cluster, mounts.directory()), shar, "--strict", "--arrays");

    assertThat(same(mount, shar)).isEqualTo("50 cuts, 93 recordings, 64 arrays, 0 differences\n");
    assertThat(mount.cat("cuts.000001/.aisml/cuts.orig.jsonl").lines().toList())
        .isEqualTo(zcat(shar.resolve("cuts.000001.jsonl.gz")));
    assertThat(mount.succeed("find", mount.point().toString(), "-type", "f", "-size", "0"))
        .isEmpty();
  }

  @Test
  void takesTheValuesBesideLocalManifests() throws Exception {
    Path shar = extended();
    ObjectStore store = ObjectStore.of(cluster);
    String bucket = store.newBucket("shar");
    put(store, bucket, "", shar, ".tar");
    Path local = Files.createDirectory(mounts.directory().resolve("manifests"));
    for (Path file : list(shar, ".jsonl.gz")) {
      Files.copy(file, local.resolve(file.getFileName()));
    }
    MountedCommand mount =
        mounts.mount(List.of(local), store.endpoint(), "--shar=ais://" + bucket, "--arrays");

    assertThat(same(mount, shar)).isEqualTo("50 cuts, 93 recordings, 64 arrays, 0 differences\n");
  }

  @Test
  void saysWhatCannotBeHad() throws Exception {
    Path shar = write("wav");
    ObjectStore store = Way.DIRECTORY_KERNEL.store(cluster, mounts.directory());
    String bucket = store.newBucket("shar");
    put(store, bucket, "", shar, "00.tar");
    put(store, bucket, "", shar, "recording.000002.tar");
    Path twice = mounts.directory().resolve("cuts.000002.jsonl");
    List<String> lines = new ArrayList<>(zcat(shar.resolve("cuts.000002.jsonl.gz")));
    lines.add(lines.get(0).replace("\"cut-040\"", "\"stranger\""));
    lines.add(lines.get(0));
    // Lhotse left a placeholder for this one, since the cut had no audio.
    lines.add(lines.get(0).replace("\"cut-040\"", "\"cut-048\""));
    Files.write(twice, lines);
    String plan =
        mounts
            .aisml("plan", store.endpoint(), "--shar=ais://" + bucket, twice.toString())
            .out()
            .replace(twice.toString(), "D")
            .replace(bucket, "B");

    String absent = "ais://B/target_audio.000002.tar, which should have its data, does not exist";
    assertThat(plan.substring(plan.indexOf("Left out: ")))
        .isEqualTo(
            """
            Left out: 6
              D:3: cut-042: %1$s
              D:6: cut-045: %1$s
              D:9: cut-048: %1$s
              D:11: stranger: ais://B/recording.000002.tar has no member that is called as the cut
              D:12: cut-040: it is not the first cut of this id in its shard: of members of one name in \
            ais://B/recording.000002.tar only the first can be had
              D:13: cut-048: ais://B/recording.000002.tar has a placeholder without data for it
            """
                .formatted(absent));
    assertThat(mounts.aisml("plan", store.endpoint(), twice.toString()).out())
        .contains("say by shar where its tars are");
    Launched.Result strict =
        mounts.aisml(
            "plan", "--strict", store.endpoint(), "--shar=ais://" + bucket, twice.toString());
    assertThat(strict.err()).contains("D:3: cut-042: ".replace("D", twice.toString()));
    MountedCommand mount =
        mounts.mount(List.of(twice), store.endpoint(), "--shar=ais://" + bucket, "--names=ordinal");
    assertThat(mount.succeed("ls", mount.path("b-000000").toString()).lines())
        .containsExactly(
            "00000.wav",
            "00002.wav",
            "00003.wav",
            "00004.wav",
            "00005.wav",
            "00006.wav",
            "00007.wav",
            "00009.wav",
            "cuts.jsonl");
    assertThat(mount.cat("cuts.jsonl").lines().skip(10)).allMatch(line -> line.contains("shar"));
  }

  @Test
  void refusesAManifestThatIsNoShard() throws Exception {
    Path other = mounts.file("train.jsonl", "{}\n");
    ObjectStore store = Way.DIRECTORY_KERNEL.store(cluster, mounts.directory());
    String bucket = store.newBucket("shar");
    Launched.Result plan =
        mounts.aisml("plan", store.endpoint(), "--shar=ais://" + bucket, other.toString());

    assertThat(plan.exitCode()).isEqualTo(1);
    assertThat(plan.err())
        .contains(other + ": no manifest of a Lhotse Shar directory, which are called cuts.*");
  }

  private Path write(String format) {
    Path shar = mounts.directory().resolve("shar");
    Launched.Result written =
        Launched.run(
            mounts.directory(),
            Map.of(),
            List.of(Python.script("lhotse_shar", "write", shar, format)));
    assertThat(written.exitCode()).as(written.err()).isZero();
    return shar;
  }

  /** With fields that only files beside those of the cuts have. */
  private Path extended() {
    Path shar = write("flac");
    Launched.Result extended =
        Launched.run(
            mounts.directory(), Map.of(), List.of(Python.script("lhotse_shar", "extend", shar)));
    assertThat(extended.exitCode()).as(extended.err()).isZero();
    return shar;
  }

  private static String same(MountedCommand mount, Path shar) {
    List<Object> words = new ArrayList<>(List.of("same", shar));
    for (int shard = 0; shard < 3; shard++) {
      words.add(mount.path("cuts.00000" + shard + "/cuts.jsonl"));
    }
    return mount.succeed(Python.script("lhotse_shar", words.toArray()));
  }

  private static List<Path> manifests(Path shar) throws IOException {
    return list(shar, ".jsonl.gz");
  }

  private static List<Path> list(Path directory, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }

  private List<String> zcat(Path file) {
    Launched.Result result =
        Launched.run(mounts.directory(), Map.of(), List.of("zcat", file.toString()));
    return result.out().lines().toList();
  }

  private static void put(
      ObjectStore store, String bucket, String directory, Path shar, String suffix)
      throws IOException {
    for (Path file : list(shar, suffix)) {
      store.put(bucket, directory + file.getFileName(), Files.readAllBytes(file));
    }
  }
}
