package io.aisml.fetcher.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.aisml.fetcher.lhotse.CutNaming;
import io.aisml.fetcher.lhotse.InvalidManifestException;
import io.aisml.fetcher.plan.LeftOut;
import io.aisml.fetcher.plan.Plan;
import io.aisml.fetcher.plan.Plans;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.InvalidSpecException;
import io.aisml.fetcher.spec.Provider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MountPlannerTest {
  private static final String SPEC =
      """
      {"in": [
        {"bucket": "b", "objname": "dir/o.wav"},
        {"bucket": "b", "objname": "s.tar", "archpath": "m.wav"},
        {"bucket": "b", "objname": "o2", "provider": "s3", "start": 1, "length": 2}
      ]}
      """;

  @TempDir Path directory;

  @Test
  void showsASpecAsTheArchiveThatWouldBeWritten() throws IOException {
    MountPlan plan = plan(PlanOptions.DEFAULT, write("x.json", SPEC));

    assertThat(Plans.tree(plan.plan()))
        .containsExactly(
            "b/",
            "b/dir/",
            "b/dir/o.wav=ais://b/dir/o.wav",
            "b/s.tar/",
            "b/s.tar/m.wav=ais://b/s.tar/m.wav",
            "b/o2=s3://b/o2 [1, 2]");
    assertThat(directories(plan)).containsExactly("");
    assertThat(plan.notices()).isEmpty();
    assertThat(plan.sources())
        .containsExactly(
            new PlannedSource(
                directory.resolve("x.json").toString(), SourceKind.SPEC, "", 0, 1, 3, 0, 0));
  }

  @Test
  void leavesTheBucketOutOfASpecsNamesWhenAsked() throws IOException {
    PlanOptions options =
        new PlanOptions(
            Optional.of(Bucket.of(Provider.GCP, "def")), true, false, ManifestOptions.DEFAULT);
    MountPlan plan = plan(options, write("x.yaml", "in:\n- objname: a\n- objname: d/a\n"));

    assertThat(Plans.tree(plan.plan())).containsExactly("a=gs://def/a", "d/", "d/a=gs://def/d/a");
  }

  @Test
  void cutsAManifestIntoBatches() throws IOException {
    MountPlan plan = plan(options(2, null), write("cuts.jsonl", cut("x") + cut("y") + cut("z")));

    assertThat(Plans.tree(plan.plan()))
        .containsExactly(
            "b-000000/",
            "b-000000/00000_x.wav=ais://b/x.wav",
            "b-000000/00001_y.wav=ais://b/y.wav",
            "b-000001/",
            "b-000001/00000_z.wav=ais://b/z.wav");
    assertThat(directories(plan)).containsExactly("b-000000", "b-000001");
    assertThat(plan.sources())
        .containsExactly(
            new PlannedSource(
                directory.resolve("cuts.jsonl").toString(),
                SourceKind.MANIFEST,
                "",
                0,
                2,
                3,
                0,
                0));
  }

  @Test
  void puts1000CutsInABatchByDefault() throws IOException {
    MountPlan plan = plan(PlanOptions.DEFAULT, write("cuts.jsonl", cut("x").repeat(2001)));

    assertThat(directories(plan)).containsExactly("b-000000", "b-000001", "b-000002");
    assertThat(plan.plan().fileCount()).isOne();
    assertThat(plan.plan().links(0)).isEqualTo(2001);
    assertThat(plan.plan().batchesOf(0)).containsExactly(0, 1, 2);
    assertThat(Plans.tree(plan.plan())).contains("b-000001/00999_x.wav=ais://b/x.wav");
  }

  @Test
  void countsCutsWithoutDataToo() throws IOException {
    String silent = "{\"id\":\"s\",\"type\":\"MonoCut\"}\n";
    MountPlan plan =
        plan(options(2, null), write("cuts.jsonl", silent + cut("x") + silent + silent));

    assertThat(Plans.tree(plan.plan()))
        .containsExactly("b-000000/", "b-000000/00001_x.wav=ais://b/x.wav", "b-000001/");
  }

  @ParameterizedTest
  @CsvSource({
    "'t-{00..99}.tar', t-00 t-01",
    "'t-{00..99}.tar.gz', t-00 t-01",
    "'t-{00..99}.tar.lz4', t-00 t-01",
    "'t-%03d.TGZ', t-000 t-001",
    "'t-@9.zip', t-0 t-1",
    "'{1..2}', 1 2"
  })
  void namesBatchesByTheTemplateWithoutItsArchiveSuffix(String template, String names)
      throws IOException {
    MountPlan plan = plan(options(1, template), write("cuts.jsonl", cut("x") + cut("y")));

    assertThat(String.join(" ", directories(plan))).isEqualTo(names);
  }

  @ParameterizedTest
  @CsvSource({
    "'{1..2}', has 2 names",
    "'t', has no range",
    "'{a.tar,b}', Lhotse takes for tar archives",
    "'{.,..}', gives '.' for a name",
    "'.tar', empty",
    "'', empty",
    "'d/{1..9}', must not contain '/'",
    "'{1..9}.tar.tar', Lhotse takes for tar archives",
    "'{1..9}.tar.bz2', Lhotse takes for tar archives",
    "'{1..11}{1..11..10}', the name '111' twice"
  })
  void refusesATemplateThatCannotNameTheBatches(String template, String cause) throws IOException {
    Path manifest = write("cuts.jsonl", cut("x").repeat(30));

    assertThatExceptionOfType(InvalidSourceException.class)
        .isThrownBy(() -> plan(options(1, template), manifest))
        .withMessageContaining("output-template")
        .withMessageContaining(cause);
  }

  @Test
  void showsSeveralSourcesInDirectoriesOfTheirNames() throws IOException {
    Path spec = write("s.json", SPEC);
    Path manifest = write("m.jsonl", cut("x") + cut("y"));

    MountPlan plan = plan(PlanOptions.DEFAULT, manifest, spec);

    assertThat(Plans.names(plan.plan(), Plan.ROOT)).containsExactly("m/", "s/");
    assertThat(Plans.tree(plan.plan()))
        .contains("m/00001_y.wav=ais://b/y.wav", "s/b/dir/o.wav=ais://b/dir/o.wav");
    assertThat(directories(plan)).containsExactly("m", "s");
    assertThat(plan.sources())
        .containsExactly(
            new PlannedSource(manifest.toString(), SourceKind.MANIFEST, "m", 0, 1, 2, 0, 0),
            new PlannedSource(spec.toString(), SourceKind.SPEC, "s", 1, 1, 3, 0, 0));
  }

  @Test
  void cutsSeveralManifestsIntoBatchesWhenAsked() throws IOException {
    MountPlan plan =
        plan(options(1, null), write("m.jsonl", cut("x") + cut("y")), write("n.jsonl", cut("z")));

    assertThat(directories(plan)).containsExactly("m/b-000000", "m/b-000001", "n/b-000000");
  }

  @Test
  void showsADirectoryInByteOrderAndSkipsOtherFiles() throws IOException {
    write("ż.jsonl", cut("x"));
    write("a.yml", "in:\n- {bucket: b, objname: o}\n");
    write("Z.jsonl.gzip", "");
    write("readme.txt", "");
    write("cuts.jsonl.idx", "");
    Files.createDirectory(directory.resolve("sub.json"));

    MountPlan plan = plan(PlanOptions.DEFAULT, directory);

    assertThat(directories(plan)).containsExactly("Z", "a", "ż");
    assertThat(plan.notices())
        .containsExactly(
            directory
                + ": skipped what is neither spec nor manifest: cuts.jsonl.idx, readme.txt,"
                + " sub.json",
            directory.resolve("Z.jsonl.gzip") + ": there is nothing in it to show");
  }

  @Test
  void refusesTwoSourcesOfOneName() throws IOException {
    Path first = write("x.json", SPEC);
    Path second = write("x.jsonl", cut("x"));

    assertThatExceptionOfType(InvalidSourceException.class)
        .isThrownBy(() -> plan(PlanOptions.DEFAULT, first, second))
        .withMessage(first + " and " + second + " would both be shown as 'x/'; rename one of them");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.txt", "x.jsonl.zst", "json", ".json"})
  void refusesAFileOfAnotherSuffix(String name) throws IOException {
    Path file = write(name, "");

    assertThatExceptionOfType(InvalidSourceException.class)
        .isThrownBy(() -> plan(PlanOptions.DEFAULT, file))
        .withMessageStartingWith(file + ": the suffix is of no known source; expected a spec");
  }

  @Test
  void refusesWhatIsNotThereAndADirectoryWithoutSources() {
    assertThatExceptionOfType(InvalidSourceException.class)
        .isThrownBy(() -> plan(PlanOptions.DEFAULT, directory.resolve("no.json")))
        .withMessageEndingWith("no.json: no such file or directory");
    assertThatExceptionOfType(InvalidSourceException.class)
        .isThrownBy(() -> plan(PlanOptions.DEFAULT, directory))
        .withMessageContaining("has no source in it");
  }

  @Test
  void refusesADirectoryThatLhotseWouldTakeForAnArchive() throws IOException {
    write("train.tar.jsonl", cut("x"));

    assertThatExceptionOfType(InvalidSourceException.class)
        .isThrownBy(() -> plan(PlanOptions.DEFAULT, directory))
        .withMessageContaining("train.tar.jsonl: Lhotse would take the directory 'train.tar'");
  }

  @Test
  void skipsAndCountsWhatCannotBeShown() throws IOException {
    Path manifest =
        write("cuts.jsonl", cut("x") + "{\n" + cut("y").replace("url", "shar") + cut("z"));

    Plan plan = plan(PlanOptions.DEFAULT, manifest).plan();

    assertThat(Plans.tree(plan))
        .containsExactly(
            "b-000000/",
            "b-000000/00000_x.wav=ais://b/x.wav",
            "b-000000/00002_z.wav=ais://b/z.wav");
    assertThat(plan.leftOut())
        .extracting(LeftOut::where, LeftOut::name)
        .containsExactly(tuple(manifest + ":2", "line 2"), tuple(manifest + ":3", "y"));
  }

  @Test
  void refusesABadLineWhenStrict() throws IOException {
    Path manifest = write("cuts.jsonl", cut("x") + "{\n");

    assertThatExceptionOfType(InvalidManifestException.class)
        .isThrownBy(() -> plan(strict(), manifest))
        .withMessageStartingWith(manifest + ":2: no JSON at column ");
  }

  @Test
  void refusesWhatCannotBeShownWhenStrict() throws IOException {
    Path manifest = write("cuts.jsonl", cut("x") + cut("y").replace("url", "dummy").repeat(3));

    assertThatExceptionOfType(InvalidSourceException.class)
        .isThrownBy(() -> plan(strict(), manifest))
        .withMessageStartingWith(manifest + ":2: y: its audio is nowhere")
        .withMessageEndingWith(" (and 2 more); without strict it would be left out");
  }

  @Test
  void passesTheErrorsOfASpecOn() throws IOException {
    Path spec = write("x.json", "{\"in\": [{\"objnam\": \"x\"}]}");

    assertThatExceptionOfType(InvalidSpecException.class)
        .isThrownBy(() -> plan(PlanOptions.DEFAULT, spec));
  }

  @Test
  void takesTheTimeOfTheNewestSource() throws IOException {
    Path older = write("a.json", SPEC);
    Path newer = write("b.json", SPEC);
    Instant time = Instant.parse("2024-05-06T07:08:09Z");
    Files.setLastModifiedTime(older, FileTime.from(time.minusSeconds(5)));
    Files.setLastModifiedTime(newer, FileTime.from(time));

    assertThat(plan(PlanOptions.DEFAULT, newer, older).time()).isEqualTo(time);
  }

  @Test
  void refusesABatchSizeBelowOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options(0, null))
        .withMessageContaining("batch-size");
  }

  @Test
  void plansTheSameEachTime() throws IOException {
    Path manifest = write("cuts.jsonl", cut("x") + cut("y") + cut("x"));

    assertThat(Plans.tree(plan(options(2, null), manifest).plan()))
        .isEqualTo(Plans.tree(plan(options(2, null), manifest).plan()));
  }

  private static MountPlan plan(PlanOptions options, Path... sources) throws IOException {
    return MountPlanner.plan(Arrays.asList(sources), options);
  }

  private static PlanOptions options(int batchSize, @Nullable String template) {
    return new PlanOptions(
        Optional.empty(),
        false,
        false,
        new ManifestOptions(
            OptionalInt.of(batchSize),
            Optional.empty(),
            Optional.ofNullable(template),
            CutNaming.ID,
            "",
            Set.of(),
            false,
            Optional.empty()));
  }

  private static PlanOptions strict() {
    return new PlanOptions(Optional.empty(), false, true, ManifestOptions.DEFAULT);
  }

  private Path write(String name, String content) throws IOException {
    return Files.write(directory.resolve(name), content.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> directories(MountPlan plan) {
    return IntStream.range(0, plan.plan().batchCount())
        .mapToObj(i -> plan.plan().batch(i).directory())
        .toList();
  }

  private static String cut(String id) {
    return """
        {"id":"%s","type":"MonoCut","start":0,"duration":1,"channel":0,"recording":{"id":"r","sources":\
        [{"type":"url","channels":[0],"source":"ais://b/%s.wav"}]}}
        """
        .formatted(id, id);
  }
}
