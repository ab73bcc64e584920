package io.aisml.cli;

import io.aisml.fetcher.layout.MountPlan;
import io.aisml.fetcher.layout.PlannedSource;
import io.aisml.fetcher.layout.WholeCut;
import io.aisml.fetcher.plan.Batch;
import io.aisml.fetcher.plan.LeftOut;
import io.aisml.fetcher.plan.Plan;
import io.aisml.fs.load.Segments;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * A plan as {@code aisml plan} tells it. Sizes in bytes.
 *
 * @param files distinct files; several names may stand for one
 * @param knownBytes sizes that the sources state
 * @param unknownSizes files whose size only the store knows
 * @param requests get-batch requests that loading everything takes at least: a request is also cut
 *     where its files get too large together
 * @param clips files that are to be clips: their sizes are known once their headers are
 * @param wholeCuts cuts whose files are whole although clips were asked for
 * @param treeMemory what the tree costs while it is mounted
 */
record PlanReport(
    List<Source> sources,
    int directories,
    int files,
    long knownBytes,
    int unknownSizes,
    long requests,
    long treeMemory,
    List<Directory> tree,
    List<BatchLine> batches,
    List<String> notices,
    long leftOut,
    List<LeftOut> leftOutEntries,
    int clips,
    long wholeCuts,
    List<WholeCut> wholeCutEntries) {

  /**
   * A source: its kind and its place.
   *
   * @param items entries of a spec, or cuts of a manifest
   * @param files distinct files that it stands for
   * @param knownBytes sizes of the files that are known
   * @param elsewhere what cuts read from elsewhere than the store, as before
   * @param leftOut what it asks for and the mount can't show
   */
  record Source(
      String file,
      String kind,
      String directory,
      int batches,
      long items,
      long files,
      long knownBytes,
      long elsewhere,
      long leftOut) {}

  /**
   * A directory of the tree.
   *
   * @param path from the mount point; empty for the root
   * @param files names of files in it
   */
  record Directory(String path, int files, int directories) {}

  /** A batch: where its files are, and what loading it takes. */
  record BatchLine(String directory, int files, long knownBytes, int requests) {}

  static PlanReport of(MountPlan mount) {
    Plan plan = mount.plan();
    List<BatchLine> batches = new ArrayList<>();
    for (int i = 0; i < plan.batchCount(); i++) {
      batches.add(batch(plan, plan.batch(i)));
    }
    long known = 0;
    int unknown = 0;
    for (int file = 0; file < plan.fileCount(); file++) {
      long size = plan.knownSize(file);
      known += Math.max(0, size);
      unknown += size < 0 ? 1 : 0;
    }
    return new PlanReport(
        mount.sources().stream().map(source -> source(plan, source)).toList(),
        plan.directoryCount(),
        plan.fileCount(),
        known,
        unknown,
        batches.stream().mapToLong(BatchLine::requests).sum(),
        plan.memoryBytes(),
        directories(plan),
        batches,
        mount.notices(),
        plan.leftOutCount(),
        plan.leftOut(),
        plan.clipCount(),
        mount.wholeCuts(),
        mount.firstWholeCuts());
  }

  private static Source source(Plan plan, PlannedSource source) {
    BitSet files = new BitSet(plan.fileCount());
    for (int b = 0; b < source.batchCount(); b++) {
      Batch batch = plan.batch(source.firstBatch() + b);
      for (int i = 0; i < batch.size(); i++) {
        files.set(batch.file(i));
      }
    }
    return new Source(
        source.name(),
        source.kind().name().toLowerCase(Locale.ROOT),
        source.directory(),
        source.batchCount(),
        source.items(),
        files.cardinality(),
        files.stream().mapToLong(file -> Math.max(0, plan.knownSize(file))).sum(),
        source.elsewhere(),
        source.leftOut());
  }

  private static BatchLine batch(Plan plan, Batch batch) {
    long known = 0;
    for (int i = 0; i < batch.size(); i++) {
      known += Math.max(0, plan.knownSize(batch.file(i)));
    }
    int requests = (batch.size() + Segments.MAX_ENTRIES - 1) / Segments.MAX_ENTRIES;
    return new BatchLine(batch.directory(), batch.size(), known, requests);
  }

  private static List<Directory> directories(Plan plan) {
    List<Directory> all = new ArrayList<>();
    add(plan, Plan.ROOT, "", all);
    return all;
  }

  /** A path has at most some thousand components, which is what the stack has room for. */
  private static void add(Plan plan, int directory, String path, List<Directory> all) {
    int at = all.size();
    all.add(new Directory(path, 0, 0));
    int files = 0;
    int directories = 0;
    for (int i = plan.hiddenDentries(directory); i < plan.dentryCount(directory); i++) {
      int dentry = plan.dentry(directory, i);
      if (plan.isDirectory(dentry)) {
        String name = new String(plan.name(dentry), StandardCharsets.UTF_8);
        add(plan, plan.target(dentry), path.isEmpty() ? name : path + "/" + name, all);
        directories++;
      } else {
        files++;
      }
    }
    all.set(at, new Directory(path, files, directories));
  }
}
