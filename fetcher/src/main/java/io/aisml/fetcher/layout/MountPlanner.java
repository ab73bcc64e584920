package io.aisml.fetcher.layout;

import io.aisml.fetcher.clip.ClipFiles;
import io.aisml.fetcher.cuts.CutsInput;
import io.aisml.fetcher.lhotse.Manifest;
import io.aisml.fetcher.lhotse.ManifestText;
import io.aisml.fetcher.plan.GeneratedFile;
import io.aisml.fetcher.plan.LeftOut;
import io.aisml.fetcher.plan.Plan;
import io.aisml.fetcher.plan.PlanBuilder;
import io.aisml.fetcher.select.ObjectSource;
import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.spec.ArchiveName;
import io.aisml.fetcher.spec.InvalidNameException;
import io.aisml.fetcher.spec.SpecDefaults;
import io.aisml.fetcher.spec.SpecReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads specs and manifests and lays out what a mount of them shows. */
public final class MountPlanner {
  /** Cuts in a batch of a single manifest: a few seconds of loading, some 300 MB of speech. */
  static final int DEFAULT_BATCH_SIZE = 1000;

  private final Optional<StoredManifests> stored;
  private final PlanOptions options;
  private final PlanBuilder builder = new PlanBuilder();
  private final List<String> notices = new ArrayList<>();
  private final List<PlannedSource> planned = new ArrayList<>();

  /** Tell each manifest's generated files once the names are decided. */
  private final List<GeneratedFiles> manifests = new ArrayList<>();

  private final Map<String, SharDirectory> sharDirectories = new HashMap<>();
  private final WholeCuts wholeCuts = new WholeCuts();
  private int batches;
  private long leftOut;

  @FunctionalInterface
  private interface GeneratedFiles {
    List<GeneratedFile> of(Plan plan, ClipFiles files) throws IOException;
  }

  private MountPlanner(Optional<StoredManifests> stored, PlanOptions options) {
    this.stored = stored;
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
    return plan(sources, Optional.empty(), Optional.empty(), Optional.empty(), options);
  }

  /**
   * Plans a mount of files of this host and of what a store has, which is listed.
   *
   * @param sources specs, manifests, directories of them; 0 or more
   * @param standardInput a file with what came by it, a manifest; it may go afterwards
   * @param manifests what of manifests lies in the store
   * @param objects what to ask the store for
   * @throws io.aisml.fetcher.source.SourceException when the store refuses or has no such objects
   * @throws IOException as {@link #plan(List, PlanOptions)}
   */
  public static MountPlan plan(
      List<Path> sources,
      Optional<Path> standardInput,
      Optional<StoredManifests> manifests,
      Optional<StoredObjects> objects,
      PlanOptions options)
      throws IOException {
    return new MountPlanner(manifests, options).planAll(sources, standardInput, objects);
  }

  private MountPlan planAll(
      List<Path> sources, Optional<Path> standardInput, Optional<StoredObjects> objects)
      throws IOException {
    Instant time = Instant.EPOCH;
    List<String> urls = stored.map(StoredManifests::urls).orElse(List.of());
    List<SourceFile> files =
        SourceFiles.find(sources, urls, standardInput, objects.isEmpty(), notices);
    if (stored.flatMap(StoredManifests::shar).isPresent()) {
      files = SharFiles.withoutFields(files);
    }
    for (SourceFile source : files) {
      // An object's times are those of its last accesses: each GET would change them.
      Instant modified =
          source.isStored() ? Instant.EPOCH : Files.getLastModifiedTime(source.path()).toInstant();
      time = time.isBefore(modified) ? modified : time;
      if (source.kind() == SourceKind.SPEC) {
        addSpec(source);
      } else if (source.isStored()) {
        addStoredManifest(source);
      } else {
        ManifestText text =
            source.isKept() ? ManifestText.keeping(source.path()) : new ManifestText(source.path());
        addManifest(source, new Manifest(source.name(), source.path()), text, shard(source));
      }
    }
    time = files.stream().allMatch(SourceFile::isStored) ? Instant.now() : time;
    if (objects.isPresent()) {
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
    addPlanned(source.name(), source.kind(), source.directory(), 1, entries[0], 0);
  }

  private void addStoredManifest(SourceFile source) throws IOException {
    try (CutsInput input =
        CutsInput.open(
            source.name(), InputStream.nullInputStream(), stored.orElseThrow().store())) {
      addManifest(source, input.manifest(), ManifestText.keeping(input.file()), shard(source));
    } catch (InvalidNameException e) {
      throw new InvalidSourceException(source.name() + ": " + e.getMessage());
    }
  }

  /** The shard of a Lhotse Shar directory that a manifest belongs to, if there may be one. */
  private Optional<SharFiles> shard(SourceFile source) throws IOException {
    Optional<ObjectSource> given = stored.flatMap(StoredManifests::shar);
    boolean isShard = SharFiles.isCalledSo(source.stem());
    if (given.isPresent() && !isShard) {
      throw new InvalidSourceException(
          source.name()
              + ": no manifest of a Lhotse Shar directory, which are called cuts.*.jsonl.gz;"
              + " without shar it is a manifest as others are");
    }
    if (!isShard || (given.isEmpty() && !source.isStored())) {
      return Optional.empty();
    }
    ObjectSource directory =
        given.isPresent() ? given.get() : StoredManifests.directoryOf(source.name());
    BatchSource store = stored.orElseThrow().store();
    SharDirectory tars =
        sharDirectories.computeIfAbsent(
            directory.text(), text -> new SharDirectory(store, directory));
    Optional<Path> beside =
        source.isStored() || source.isKept()
            ? Optional.empty()
            : Optional.ofNullable(source.path().toAbsolutePath().getParent());
    return Optional.of(new SharFiles(tars, beside, source.stem()));
  }

  private void addManifest(
      SourceFile source, Manifest manifest, ManifestText text, Optional<SharFiles> files)
      throws IOException {
    ManifestOptions own =
        source.standsInRoot()
            ? options.manifests().withDefaultBatchSize(DEFAULT_BATCH_SIZE)
            : options.manifests();
    warnOfArchives(own.pathPrefix());
    BatchDirectories directories = BatchDirectories.of(own.outputTemplate(), source.name());
    Optional<SharShard> shard = files.map(f -> new SharShard(f, own.arrays()));
    ManifestLayout layout =
        new ManifestLayout(
            source, own, batches, directories, options.strict(), shard, builder, wholeCuts);
    Optional<SharFields> fields = Optional.empty();
    if (files.isPresent()) {
      fields =
          Optional.of(SharFields.read(files.get(), source.name(), manifest, own.arrays(), builder));
    }
    ManifestTexts texts = new ManifestTexts(read(manifest, text, fields, layout), text);
    shard.ifPresent(SharShard::forget);
    notices.addAll(layout.notices());
    manifests.add((plan, clips) -> layout.generated(texts, plan, clips));
    addPlanned(
        source.name(),
        source.kind(),
        source.directory(),
        layout.batches(),
        layout.cuts(),
        layout.elsewhere());
  }

  /** Reads a manifest into its layout; gives the text of the lines that the layout has had. */
  private ManifestText read(
      Manifest manifest, ManifestText text, Optional<SharFields> fields, ManifestLayout layout)
      throws IOException {
    if (fields.isEmpty() || fields.get().isEmpty()) {
      manifest.read(layout);
      return text;
    }
    try (SharCuts cuts = new SharCuts(fields.get(), layout, builder)) {
      manifest.read(cuts);
      return cuts.text();
    }
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
      addPlanned("spec", SourceKind.SPEC, directory, 1, layout.addSpec(directory), 0);
    }
    if (objects.hasObjects()) {
      long items = layout.addObjects();
      int batchCount = builder.endListing() - batches;
      addPlanned(objects.name(), SourceKind.OBJECTS, "", batchCount, items, 0);
    }
  }

  private void addPlanned(
      String name, SourceKind kind, String directory, int batchCount, long items, long elsewhere) {
    if (items == 0) {
      notices.add(name + ": there is nothing in it to show");
    }
    planned.add(
        new PlannedSource(
            name,
            kind,
            directory,
            batches,
            batchCount,
            items,
            elsewhere,
            builder.leftOutCount() - leftOut));
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
