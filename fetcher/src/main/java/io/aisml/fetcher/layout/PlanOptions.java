package io.aisml.fetcher.layout;

import io.aisml.fetcher.spec.Bucket;
import java.util.Optional;

/**
 * How sources become a plan.
 *
 * @param defaultBucket for entries of a spec that name none
 * @param objectNameOnly whether a spec's members go without the bucket in their path
 * @param strict whether anything that can't be shown is an error instead of being left out
 * @param manifests how manifests become directories
 */
public record PlanOptions(
    Optional<Bucket> defaultBucket,
    boolean objectNameOnly,
    boolean strict,
    ManifestOptions manifests) {
  /** What holds when nothing is asked for. */
  public static final PlanOptions DEFAULT =
      new PlanOptions(Optional.empty(), false, false, ManifestOptions.DEFAULT);
}
