package io.aisml.fetcher.layout;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fetcher.local.DirectorySource;
import io.aisml.fetcher.plan.GeneratedFile;
import io.aisml.fetcher.plan.LeftOut;
import io.aisml.fetcher.plan.Plan;
import io.aisml.fetcher.select.ObjectSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lhotse Shar directories whose tars are in a store. {@code SharIT} has real ones. */
class SharShardTest {
  private static final String CUT =
      "{'id': '%s', 'start': 0, 'duration': 1.0, 'channel': 0, 'supervisions': [],"
          + " 'features': {'storage_type': 'shar', 'storage_path': '', 'storage_key': ''},"
          + " 'recording': {'id': 'r', 'sources': [{'type': 'shar', 'channels': [0], 'source': ''}],"
          + " 'sampling_rate': 8, 'num_samples': 8, 'duration': 1.0}, 'type': 'MonoCut'}\n";

  private static final String RECORDING =
      "{\"id\": \"r\", \"sources\": [{\"type\": \"shar\", \"channels\": [0], \"source\": \"\"}],"
          + " \"sampling_rate\": 8, \"num_samples\": 8, \"duration\": 1.0}\n";
  private static final String ARRAY =
      "{\"storage_type\": \"shar\", \"storage_path\": \"\", \"storage_key\": \"\", \"shape\": [8]}\n";
  private static final String FEATURES_DIFFER =
      "b/c: its member of ais://b/shar/features.7.tar ends in '.npy', those before in '.llc'";

  @TempDir private Path directory;

  @BeforeEach
  void makeTars() throws IOException {
    tar("recording.7.tar", "a.wav", "a.json", "b/c.wav", "b/c.json", "none.nodata", "none.nometa");
    tar("features.7.tar", "a.llc", "a.json", "b/c.npy", "b/c.json", "x.llc", "x.json");
  }

  @Test
  void findsMembersByTheIdsOfTheirCuts() throws IOException {
    MountPlan mount = plan(manifest("cuts.7.jsonl", "a", "b/c"), false);

    assertThat(entries(mount.plan()))
        .containsExactly(
            "ais://b/shar/recording.7.tar/a.wav", "ais://b/shar/recording.7.tar/b/c.wav");
    assertThat(mount.plan().leftOutCount()).isZero();
    assertThat(text(mount, 0))
        .contains("\"type\": \"file\", \"channels\": [0], \"source\": \"/m/b-000000/00000_a.wav\"")
        .contains("\"storage_type\": \"shar\"");
  }

  @Test
  void saysHowAnArrayIsStored() throws IOException {
    MountPlan mount = plan(manifest("cuts.7.jsonl", "a", "x"), true);

    assertThat(text(mount, 0).lines().toList().get(0))
        .contains(
            "{\"storage_type\": \"lilcom_files\", \"storage_path\": \"/m/b-000000\","
                + " \"storage_key\": \"00000_a.features.llc\"}");
    assertThat(text(mount, 0).length()).isEqualTo(mount.generated().get(0).size());
    assertThat(flaws(mount))
        .containsExactly("x: ais://b/shar/recording.7.tar has no member that is called as the cut");
  }

  @Test
  void leavesOutWhatCannotBeAddressed() throws IOException {
    MountPlan mount = plan(manifest("cuts.7.jsonl", "a", "b/c", "a", "none", "d"), true);

    assertThat(flaws(mount))
        .contains(
            "a: it is not the first cut of this id in its shard: of members of one name in"
                + " ais://b/shar/recording.7.tar only the first can be had",
            "none: ais://b/shar/recording.7.tar has a placeholder without data for it",
            FEATURES_DIFFER,
            "d: ais://b/shar/recording.7.tar has no member that is called as the cut");
    assertThat(text(mount, 0).lines()).hasSize(5);
    assertThat(text(mount, 0).lines().skip(2)).allMatch(line -> line.contains("\"shar\""));
  }

  @Test
  void knowsHowLargeMembersAre() throws IOException {
    Plan plan = plan(manifest("cuts.7.jsonl", "a", "b/c"), false).plan();

    assertThat(plan.knownSize(0)).isEqualTo("a.wav".length());
    assertThat(plan.knownSize(1)).isEqualTo("b/c.wav".length());
  }

  @Test
  void takesWhatDescriptionsSayForWhatTheManifestSays() throws IOException {
    String opus =
        "{\"id\": \"r\",\n \"sources\": [{\"type\": \"shar\", \"channels\": [0], \"source\": \"\"}],"
            + " \"sampling_rate\": 48, \"num_samples\": 48, \"duration\": 1.0}\n";
    described("recording.9.tar", "a.opus", "a.json", opus, "b.opus", "b.json", opus);
    MountPlan mount = plan(manifest("cuts.9.jsonl", "a", "b"), false);

    assertThat(flaws(mount)).isEmpty();
    assertThat(text(mount, 0).lines().toList().get(1))
        .contains(
            "\"recording\": {\"id\": \"r\",  \"sources\": [{\"type\": \"file\", \"channels\": [0], \"source\":"
                + " \"/m/b-000000/00001_b.opus\"}], \"sampling_rate\": 48,");
    assertThat(text(mount, 0).length()).isEqualTo(mount.generated().get(0).size());
  }

  @Test
  void givesCutsTheFieldsThatOnlyFilesBesideTheirsHave() throws IOException {
    described("clean.7.tar", "a.wav", "a.json", RECORDING, "b/c.nodata", "b/c.nometa", "");
    described("vector.7.tar", "a.npy", "a.json", ARRAY, "b/c.npy", "b/c.json", ARRAY);
    described("clean.70.tar", "a.wav", "a.json", RECORDING);
    values("lang.7.jsonl", "{'cut_id': 'a'}", "{'lang': {'of': [1.50, null]}, 'cut_id': 'b/c'}");
    Path manifest = manifest("cuts.7.jsonl", "a", "b/c");
    MountPlan mount = plan(manifest, true);

    assertThat(entries(mount.plan()))
        .contains("ais://b/shar/clean.7.tar/a.wav", "ais://b/shar/vector.7.tar/b/c.npy")
        .doesNotContain("ais://b/shar/clean.7.tar/b/c.wav");
    List<String> lines = text(mount, 0).lines().toList();
    assertThat(lines.get(0))
        .contains("\"source\": \"/m/b-000000/00000_a.clean.wav\"")
        .contains("\"storage_type\": \"numpy_files\", \"storage_path\": \"/m/b-000000\"")
        .doesNotContain("lang");
    assertThat(lines.get(1))
        .contains("\"lang\": {\"of\": [1.50, null]}")
        .contains("\"storage_key\": \"00001_b%2Fc.vector.npy\"")
        .doesNotContain("clean");
    assertThat(text(mount, 0).length()).isEqualTo(mount.generated().get(0).size());
    assertThat(text(mount, 1)).isEqualTo(Files.readString(manifest));
    // Only the array that lies elsewhere than those before it in its field can't be had.
    assertThat(flaws(mount)).containsExactly(FEATURES_DIFFER);
  }

  @Test
  void saysWhichFieldsCutsDoNotGet() throws IOException {
    described("vector.7.tar", "a.npy", "a.json", ARRAY);
    described("clean.7.tar", "a.wav", "a.json", "no JSON", "b/c.wav", "b/c.json", RECORDING);
    values("lang.7.jsonl.gz", "{'cut_id': 'a', 'lang': 'pl'}");
    values("other.7.jsonl", "{'cut_id': 'a', 'other': 1}", "{'other': 1}");
    MountPlan mount = plan(manifest("cuts.7.jsonl", "a", "b/c", "d"), false);

    assertThat(flaws(mount))
        .containsExactly(
            "ais://b/shar/other.7.jsonl: no cut gets the field of this file, in which is wrong:"
                + " ais://b/shar/other.7.jsonl:2: it has no 'cut_id', which tells the cut of a value",
            "ais://b/shar/vector.7.tar: no cut of the manifest has this field, an array: with arrays it"
                + " is shown",
            "a: ais://b/shar/clean.7.tar has no description of its data",
            "b/c: ais://b/shar/lang.7.jsonl.gz has no line for it",
            "d: ais://b/shar/clean.7.tar has no member that is called as the cut",
            "d: ais://b/shar/lang.7.jsonl.gz has no line for it",
            "d: ais://b/shar/recording.7.tar has no member that is called as the cut");
    assertThat(text(mount, 0).lines().toList().get(0)).contains("\"lang\": \"pl\"");
  }

  @Test
  void givesValuesToCutsOfOneIdInTheirOrder() throws IOException {
    values("n.7.jsonl", "{'cut_id': 'a', 'n': 1}", "{'cut_id': 'b/c'}", "{'cut_id': 'a', 'n': 2}");
    List<String> lines =
        text(plan(manifest("cuts.7.jsonl", "a", "a", "b/c"), false), 0).lines().toList();

    assertThat(lines.get(0)).endsWith("\"custom\": {\"n\": 1}}");
    assertThat(lines.get(1)).endsWith("\"custom\": {\"n\": 2}}");
  }

  @Test
  void findsValuesBesideALocalManifest() throws IOException {
    Path manifests = Files.createDirectory(directory.resolve("manifests"));
    Files.move(manifest("cuts.7.jsonl", "a"), manifests.resolve("cuts.7.jsonl"));
    values("lang.7.jsonl", "{'cut_id': 'a', 'lang': 'of the store'}");
    Files.writeString(manifests.resolve("lang.7.jsonl"), "{\"cut_id\": \"a\", \"lang\": \"pl\"}\n");
    MountPlan mount = plan(manifests, false);

    assertThat(mount.sources()).hasSize(1);
    assertThat(text(mount, 3)).contains("\"custom\": {\"lang\": \"pl\"}");
  }

  @Test
  void saysWhichTarIsAbsent() throws IOException {
    MountPlan mount = plan(manifest("cuts.8.jsonl", "a"), false);

    assertThat(flaws(mount))
        .containsExactly(
            "a: ais://b/shar/recording.8.tar, which should have its data, does not exist");
  }

  @Test
  void readsAManifestThatIsAnObject() throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(text)) {
      out.write(Files.readAllBytes(manifest("cuts.7.jsonl", "a", "b/c")));
    }
    Files.write(directory.resolve("store/ais/b/shar/cuts.7.jsonl.gz"), text.toByteArray());
    MountPlan mount;
    try (DirectorySource store = new DirectorySource(directory.resolve("store"))) {
      List<String> urls = List.of("ais://b/shar/cuts.7.jsonl.gz");
      mount =
          MountPlanner.plan(
              List.of(),
              Optional.empty(),
              Optional.of(new StoredManifests(urls, Optional.empty(), store)),
              Optional.empty(),
              options(false));
    }

    assertThat(entries(mount.plan()))
        .containsExactly(
            "ais://b/shar/recording.7.tar/a.wav", "ais://b/shar/recording.7.tar/b/c.wav");
    assertThat(text(mount, 0)).contains("\"source\": \"/m/b-000000/00001_b%2Fc.wav\"");
    assertThat(mount.sources().get(0).name()).isEqualTo("ais://b/shar/cuts.7.jsonl.gz");
  }

  private Path manifest(String name, String... ids) throws IOException {
    return Files.writeString(
        directory.resolve(name),
        Arrays.stream(ids).map(CUT::formatted).collect(Collectors.joining()).replace('\'', '"'));
  }

  /** Writes a file with values into the store, compressed if it is called so. */
  private void values(String name, String... lines) throws IOException {
    Path file = directory.resolve("store/ais/b/shar").resolve(name);
    try (OutputStream plain = Files.newOutputStream(file);
        OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(plain) : plain) {
      for (String line : lines) {
        out.write((line.replace('\'', '"') + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private MountPlan plan(Path manifest, boolean arrays) throws IOException {
    try (DirectorySource store = new DirectorySource(directory.resolve("store"))) {
      return MountPlanner.plan(
          List.of(manifest),
          Optional.empty(),
          Optional.of(
              new StoredManifests(
                  List.of(), Optional.of(ObjectSource.parse("ais://b/shar/")), store)),
          Optional.empty(),
          options(arrays));
    }
  }

  private static PlanOptions options(boolean arrays) {
    ManifestOptions none = ManifestOptions.DEFAULT;
    return new PlanOptions(
        Optional.empty(),
        false,
        false,
        new ManifestOptions(
            OptionalInt.empty(),
            none.batchDuration(),
            none.outputTemplate(),
            none.naming(),
            "/m/",
            Set.of(),
            arrays,
            Optional.empty()));
  }

  private void tar(String name, String... members) throws IOException {
    String[] described = new String[members.length * 3 / 2];
    for (int i = 0; i < members.length / 2; i++) {
      described[3 * i] = members[2 * i];
      described[3 * i + 1] = members[2 * i + 1];
      described[3 * i + 2] = members[2 * i + 1];
    }
    described(name, described);
  }

  /**
   * @param members for each cut the names of its data, which has that name as its content, and of
   *     its description, and what that says
   */
  private void described(String name, String... members) throws IOException {
    Path tar = directory.resolve("store/ais/b/shar").resolve(name);
    Files.createDirectories(tar.getParent());
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(Files.newOutputStream(tar))) {
      for (int i = 0; i < members.length; i += 3) {
        put(out, members[i], members[i]);
        put(out, members[i + 1], members[i + 2]);
      }
    }
  }

  private static void put(TarArchiveOutputStream out, String name, String text) throws IOException {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    out.putArchiveEntry(entry);
    out.write(content);
    out.closeArchiveEntry();
  }

  private static List<String> entries(Plan plan) {
    return IntStream.range(0, plan.fileCount())
        .mapToObj(file -> plan.entry(file).toString())
        .toList();
  }

  private static List<String> flaws(MountPlan mount) {
    return mount.plan().leftOut().stream().map(SharShardTest::flaw).toList();
  }

  private static String flaw(LeftOut left) {
    return left.name() + ": " + left.cause();
  }

  private static String text(MountPlan mount, int generated) throws IOException {
    GeneratedFile file = mount.generated().get(generated);
    ByteBuffer all = ByteBuffer.allocate((int) file.size());
    file.read(0, all);
    return new String(all.array(), StandardCharsets.UTF_8);
  }
}
