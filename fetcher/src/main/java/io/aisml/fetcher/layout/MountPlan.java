package io.aisml.fetcher.layout;

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
 */
public record MountPlan(
    Plan plan,
    List<GeneratedFile> generated,
    List<String> notices,
    Instant time,
    List<PlannedSource> sources) {}
