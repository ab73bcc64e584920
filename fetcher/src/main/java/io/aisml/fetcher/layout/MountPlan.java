package io.aisml.fetcher.layout;

import io.aisml.fetcher.clip.ClipFiles;
import io.aisml.fetcher.plan.GeneratedFile;
import io.aisml.fetcher.plan.Plan;
import java.time.Instant;
import java.util.List;

/**
 * A plan and what its user should hear about it.
 *
 * @param generated the plan's generated files, in their order
 * @param notices one line each; no errors
 * @param time the newest source's modification time
 * @param sources in their order in the mount
 * @param files where the bytes of the plan's files come from, once they have a store
 * @param wholeCuts how many cuts are whole although clips were asked for
 * @param firstWholeCuts the first ten thousand of them
 */
public record MountPlan(
    Plan plan,
    List<GeneratedFile> generated,
    List<String> notices,
    Instant time,
    List<PlannedSource> sources,
    ClipFiles files,
    long wholeCuts,
    List<WholeCut> firstWholeCuts) {
  /** The same with another time: objects have none of their own. */
  public MountPlan at(Instant other) {
    return new MountPlan(
        plan, generated, notices, other, sources, files, wholeCuts, firstWholeCuts);
  }

  /** A plan that was made before, of sources of which nothing is generated. */
  public static MountPlan again(Plan plan, Instant time) {
    return new MountPlan(
        plan, List.of(), List.of(), time, List.of(), new ClipFiles(plan), 0, List.of());
  }
}
