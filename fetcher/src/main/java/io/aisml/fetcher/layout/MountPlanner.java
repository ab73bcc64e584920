package io.aisml.fetcher.layout;

import io.aisml.fetcher.clip.ClipFiles;
import io.aisml.fetcher.lhotse.Manifest;
import io.aisml.fetcher.lhotse.ManifestText;
import io.aisml.fetcher.plan.GeneratedFile;
import io.aisml.fetcher.plan.LeftOut;
import io.aisml.fetcher.plan.Plan;
import io.aisml.fetcher.plan.PlanBuilder;
import io.aisml.fetcher.spec.ArchiveName;
import io.aisml.fetcher.spec.SpecDefaults;
import io.aisml.fetcher.spec.SpecReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads specs and manifests and lays out what a mount of them shows. */
public final class MountPlanner {
  /** Cuts in a batch of a single manifest: a few seconds of loading, some 300 MB of speech. */
  static final int DEFAULT_BATCH_SIZE = 1000;

  private final PlanOptions options;
  private final PlanBuilder builder = new PlanBuilder();
  private final List<String> notices = new ArrayList<>();
  private final List<PlannedSource> planned = new ArrayList<>();

  /** Tell each manifest's generated files once the names are decided. */
  private final List<GeneratedFiles> manifests = new ArrayList<>();

  private final WholeCuts wholeCuts = new WholeCuts();
  private int batches;
  private long leftOut;

  @FunctionalInterface
  private interface GeneratedFiles {
    List<GeneratedFile> of(Plan plan, ClipFiles files) throws IOException;
  }

  private MountPlanner(PlanOptions options) {
    this.options = options;
  }

  /**
   * Plans a mount. The sources are read once, in memory of the plan alone.
   *
   * @param sources specs, manifests, directories of them; 1 or more
   * @throws InvalidSourceException when a source is none, or, if strict, something can't be shown
   * @throws io.aisml.fetcher.spec.InvalidSpecException at the first error of a spec
   * @throws io.aisml.fetcher.lhotse.InvalidManifestException when a manifest can't be decompressed,
   *     or, if strict, at the first line that is no cut
   * @throws IOException when a source can't be read
   */
  public static MountPlan plan(List<Path> sources, PlanOptions options) throws IOException {
    return plan(sources, Optional.empty(), options);
  }

  /**
   * Plans a mount of files of this host and of what a store has, which is listed.
   *
   * @param sources specs, manifests, directories of them; 0 or more
   * @param objects what to ask the store for
   * @throws io.aisml.fetcher.source.SourceException when the store refuses or has no such objects
   * @throws IOException as {@link #plan(List, PlanOptions)}
   */
  public static MountPlan plan(
      List<Path> sources, Optional<StoredObjects> objects, PlanOptions options) throws IOException {
    return new MountPlanner(options).planAll(sources, objects);
  }

  private MountPlan planAll(List<Path> sources, Optional<StoredObjects> objects)
      throws IOException {
    Instant time = Instant.EPOCH;
    List<SourceFile> files = SourceFiles.find(sources, objects.isEmpty(), notices);
    for (SourceFile source : files) {
      FileTime modified = Files.getLastModifiedTime(source.path());
      time = time.isBefore(modified.toInstant()) ? modified.toInstant() : time;
      if (source.kind() == SourceKind.SPEC) {
        addSpec(source);
      } else {
        addManifest(source);
      }
    }
    if (objects.isPresent()) {
      // A listing's times are those of the last accesses: each GET would change them.
      time = files.isEmpty() ? Instant.now() : time;
      addStored(objects.get(), files);
    }
    Plan plan = builder.build();
    if (options.strict() && plan.leftOutCount() > 0) {
      throw new InvalidSourceException(refusal(plan));
    }
    ClipFiles clips = new ClipFiles(plan);
    List<GeneratedFile> generated = new ArrayList<>();
    for (GeneratedFiles manifest : manifests) {
      generated.addAll(manifest.of(plan, clips));
    }
    return new MountPlan(
        plan,
        List.copyOf(generated),
        List.copyOf(notices),
        time,
        List.copyOf(planned),
        clips,
        wholeCuts.count(),
        wholeCuts.first());
  }

  private void addSpec(SourceFile source) throws IOException {
    builder.batch(source.directory());
    long[] entries = {0};
    new SpecReader(new SpecDefaults(options.defaultBucket()))
        .read(
            source.path(),
            (entry, opaque, where) -> {
              builder.add(ArchiveName.of(entry, options.objectNameOnly()), entry, where);
              entries[0]++;
            });
    addPlanned(source, 1, entries[0]);
  }

  private void addManifest(SourceFile source) throws IOException {
    ManifestOptions own =
        source.standsInRoot()
            ? options.manifests().withDefaultBatchSize(DEFAULT_BATCH_SIZE)
            : options.manifests();
    warnOfArchives(own.pathPrefix());
    BatchDirectories directories = BatchDirectories.of(own.outputTemplate(), source.path());
    ManifestLayout layout =
        new ManifestLayout(source, own, batches, directories, options.strict(), builder, wholeCuts);
    ManifestText text = new ManifestText(source.path());
    new Manifest(source.path()).read(layout);
    notices.addAll(layout.notices());
    manifests.add((plan, clips) -> layout.generated(text, plan, clips));
    addPlanned(source, layout.batches(), layout.cuts());
  }

  private void warnOfArchives(String pathPrefix) {
    for (String name : pathPrefix.split("/", -1)) {
      if (LhotsePaths.looksLikeArchive(name) && manifests.isEmpty()) {
        notices.add(
            "Lhotse takes files below '"
                + name
                + "/' for members of a tar archive: mount elsewhere, or give another path-prefix");
      }
    }
  }

  private void addStored(StoredObjects objects, List<SourceFile> files) throws IOException {
    ObjectLayout layout = new ObjectLayout(objects, files, options, builder);
    if (objects.hasSpec()) {
      String directory = layout.specDirectory();
      addPlanned("spec", SourceKind.SPEC, directory, 1, layout.addSpec(directory));
    }
    if (objects.hasObjects()) {
      long items = layout.addObjects();
      int batchCount = builder.endListing() - batches;
      addPlanned(objects.name(), SourceKind.OBJECTS, "", batchCount, items);
    }
  }

  private void addPlanned(SourceFile source, int batchCount, long items) {
    addPlanned(source.path().toString(), source.kind(), source.directory(), batchCount, items);
  }

  private void addPlanned(
      String name, SourceKind kind, String directory, int batchCount, long items) {
    if (items == 0) {
      notices.add(name + ": there is nothing in it to show");
    }
    planned.add(
        new PlannedSource(
            name, kind, directory, batches, batchCount, items, builder.leftOutCount() - leftOut));
    batches += batchCount;
    leftOut = builder.leftOutCount();
  }

  private static String refusal(Plan plan) {
    LeftOut first = plan.leftOut().get(0);
    long others = plan.leftOutCount() - 1;
    return first.where()
        + ": "
        + first.name()
        + ": "
        + first.cause()
        + (others == 0 ? "" : " (and " + others + " more)")
        + "; without strict it would be left out";
  }
}
