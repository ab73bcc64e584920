package io.aisml.fetcher.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aisml.fetcher.archive.ArchiveFormat;
import io.aisml.fetcher.archive.ArchiveWriter;
import io.aisml.fetcher.local.DirectorySource;
import io.aisml.fetcher.plan.Plan;
import io.aisml.fetcher.plan.Plans;
import io.aisml.fetcher.select.Selection;
import io.aisml.fetcher.select.Selector;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectLayoutTest {
  private static final PlanOptions BATCHES_OF_TWO =
      new PlanOptions(
          Optional.empty(), false, false, ManifestOptions.DEFAULT.withDefaultBatchSize(2));

  @TempDir private Path directory;

  @BeforeEach
  void fill() throws IOException {
    for (String name : List.of("b/a", "b/d/x", "b/d/y", "b/d/z", "b/d/e/w", "c/a")) {
      Path file = directory.resolve("store/ais/" + name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
  }

  @Test
  void showsTheOnlyBucketOrDirectoryDirectly() throws IOException {
    assertThat(names(plan(Selection.builder().source("ais://b")))).containsExactly("a", "d/");
    assertThat(names(plan(Selection.builder().source("ais://b/d/"))))
        .containsExactly("e/", "x", "y", "z");
  }

  @Test
  void showsAnythingElseAsTheArchiveHasIt() throws IOException {
    assertThat(names(plan(Selection.builder().source("ais://b/a")))).containsExactly("b/");
    assertThat(names(plan(Selection.builder().source("ais://b").source("ais://c"))))
        .containsExactly("b/", "c/");
    assertThat(names(plan(Selection.builder().source("ais://b").list("a")))).containsExactly("b/");
  }

  @Test
  void makesEachDirectoryBatchesOfBoundedSize() throws IOException {
    Plan plan = plan(Selection.builder().source("ais://b"), BATCHES_OF_TWO).plan();

    List<String> batches = new ArrayList<>();
    for (int i = 0; i < plan.batchCount(); i++) {
      batches.add(plan.batch(i).directory() + ":" + plan.batch(i).size());
    }
    assertThat(batches).containsExactly(":1", "d:2", "d:1", "d/e:1");
  }

  @Test
  void knowsAllSizesOfAListing() throws IOException {
    Plan plan = plan(Selection.builder().source("ais://b")).plan();

    for (int file = 0; file < plan.fileCount(); file++) {
      String name = "b/" + plan.entry(file).object().name();
      assertThat(plan.knownSize(file)).isEqualTo(name.length());
    }
  }

  @Test
  void standsBesideFiles() throws IOException {
    Path spec = spec("s.json");
    MountPlan plan =
        plan(List.of(spec), Selection.builder().source("ais://b"), PlanOptions.DEFAULT);

    assertThat(names(plan)).containsExactly("s/", "b/");
    assertThat(plan.time()).isEqualTo(Files.getLastModifiedTime(spec).toInstant());
    assertThat(plan.sources())
        .extracting(PlannedSource::name)
        .containsExactly(spec.toString(), "ais://b");
    assertThat(plan.sources()).extracting(PlannedSource::items).containsExactly(1L, 5L);
  }

  @Test
  void showsASpecThatIsNoFile() throws IOException {
    String spec = "{\"in\":[{\"objname\":\"a\"}]}";

    assertThat(Plans.tree(plan(Selection.builder().source("ais://b").spec(spec)).plan()))
        .containsExactly("b/", "b/a=ais://b/a");
    assertThat(names(plan(Selection.builder().source("ais://b/d/").spec(spec))))
        .containsExactly("spec/", "b/");
  }

  @Test
  void refusesTwoSourcesOfOneName() throws IOException {
    Path spec = spec("b.json");

    assertThatExceptionOfType(InvalidSourceException.class)
        .isThrownBy(
            () -> plan(List.of(spec), Selection.builder().source("ais://b"), PlanOptions.DEFAULT))
        .withMessage(
            "ais://b and another source would both be shown as 'b/'; mount one of them elsewhere");
  }

  @Test
  void takesTheTimeOfTheMount() throws IOException {
    Instant before = Instant.now();

    assertThat(plan(Selection.builder().source("ais://b")).time()).isAfterOrEqualTo(before);
  }

  @Test
  void tellsOfAnEmptyBucket() throws IOException {
    Files.createDirectories(directory.resolve("store/ais/nothing"));

    assertThat(plan(Selection.builder().source("ais://nothing")).notices())
        .containsExactly("ais://nothing: there is nothing in it to show");
  }

  @Test
  void opensArchives() throws IOException {
    for (String name : List.of("d/s.tar", "d/s.tgz", "x.tar/s.tar", "d/bad.tar")) {
      Path file = directory.resolve("store/ais/shards/" + name);
      Files.createDirectories(file.getParent());
      try (OutputStream out = Files.newOutputStream(file)) {
        if (name.endsWith("bad.tar")) {
          out.write(new byte[100]);
          continue;
        }
        ArchiveWriter writer = ArchiveWriter.to(ArchiveFormat.ofName(name).orElseThrow(), out);
        writer.begin("m/a", 3);
        writer.write(new byte[3], 0, 3);
        writer.finish();
      }
    }

    assertThat(Plans.tree(plan(Selection.builder().source("ais://shards").openArchives()).plan()))
        .containsExactly(
            "d/",
            "d/s.tar/",
            "d/s.tar/m/",
            "d/s.tar/m/a=ais://shards/d/s.tar/m/a",
            "d/s.tgz/",
            "d/s.tgz/m/",
            "d/s.tgz/m/a=ais://shards/d/s.tgz/m/a",
            "d/bad.tar=ais://shards/d/bad.tar",
            "x.tar/",
            "x.tar/s.tar/",
            "x.tar/s.tar/m/",
            "x.tar/s.tar/m/a=ais://shards/x.tar/s.tar/m/a");
  }

  private Path spec(String name) throws IOException {
    return Files.writeString(
        directory.resolve(name), "{\"in\":[{\"objname\":\"a\",\"bucket\":\"c\"}]}");
  }

  private static List<String> names(MountPlan plan) {
    return Plans.names(plan.plan(), Plan.ROOT);
  }

  private MountPlan plan(Selection.Builder selection) throws IOException {
    return plan(selection, PlanOptions.DEFAULT);
  }

  private MountPlan plan(Selection.Builder selection, PlanOptions options) throws IOException {
    return plan(List.of(), selection, options);
  }

  private MountPlan plan(List<Path> files, Selection.Builder selection, PlanOptions options)
      throws IOException {
    try (Selector selector = Selector.open(selection.build(), InputStream.nullInputStream());
        DirectorySource store = new DirectorySource(directory.resolve("store"))) {
      return MountPlanner.plan(
          files,
          Optional.empty(),
          Optional.empty(),
          Optional.of(new StoredObjects(selector, store, entries -> {})),
          options);
    }
  }
}
