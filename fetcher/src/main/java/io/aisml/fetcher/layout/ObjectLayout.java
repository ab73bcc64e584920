package io.aisml.fetcher.layout;

import io.aisml.fetcher.plan.PlanBuilder;
import io.aisml.fetcher.select.MissingSource;
import io.aisml.fetcher.select.ObjectSource;
import io.aisml.fetcher.select.SelectedVisitor;
import io.aisml.fetcher.spec.ArchiveName;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.SourceLine;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lays out what a store has: in the directories that its names have. */
final class ObjectLayout {
  private final StoredObjects objects;
  private final PlanOptions options;
  private final PlanBuilder plan;

  /** The directories of other sources, in the root. */
  private final Set<String> taken = new HashSet<>();

  private Optional<Bucket> last = Optional.empty();
  private long items;

  ObjectLayout(
      StoredObjects objects, List<SourceFile> files, PlanOptions options, PlanBuilder plan) {
    this.objects = objects;
    this.options = options;
    this.plan = plan;
    files.forEach(file -> taken.add(file.directory()));
  }

  /** Where the spec's members are: alone, in the root. */
  String specDirectory() {
    return taken.isEmpty() && !objects.hasObjects() ? "" : "spec";
  }

  /** Adds the spec as one batch; gives the number of its entries. */
  long addSpec(String directory) throws IOException {
    take(directory, "the spec");
    plan.batch(directory);
    objects
        .selector()
        .selectSpec(
            (entry, opaque, size, where) ->
                plan.add(ArchiveName.of(entry, options.objectNameOnly()), entry, where));
    taken.add(directory);
    return objects.selector().specEntries();
  }

  /** Adds the objects and members as a listing; gives their number. */
  long addObjects() throws IOException {
    plan.listing("", options.manifests().batchSize().orElse(MountPlanner.DEFAULT_BATCH_SIZE));
    Optional<ObjectSource> only =
        taken.isEmpty() ? objects.selection().onlyDirectory() : Optional.empty();
    objects
        .selector()
        .selectObjects(
            objects.store(), MissingSource.FAIL, only.isPresent() ? below(only.get()) : this::add);
    return items;
  }

  /** Names relative to the only directory that is shown. */
  private SelectedVisitor below(ObjectSource directory) {
    int from = directory.directory().length();
    return (entry, opaque, size, where) ->
        add(ArchiveName.of(entry, true).substring(from), entry, size, where);
  }

  private void add(Entry entry, String opaque, long size, SourceLine where) throws IOException {
    Bucket bucket = entry.object().bucket();
    if (!options.objectNameOnly() && !last.equals(Optional.of(bucket))) {
      take(bucket.name(), bucket.toString());
      last = Optional.of(bucket);
    }
    add(ArchiveName.of(entry, options.objectNameOnly()), entry, size, where);
  }

  private void add(String path, Entry entry, long size, SourceLine where) {
    plan.add(path, entry, size, where);
    items++;
    objects.progress().accept(items);
  }

  private void take(String directory, String what) throws InvalidSourceException {
    if (taken.contains(directory)) {
      throw new InvalidSourceException(
          what
              + " and another source would both be shown as '"
              + directory
              + "/'; mount one of them elsewhere");
    }
  }
}
