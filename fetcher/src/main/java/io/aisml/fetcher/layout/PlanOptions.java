package io.aisml.fetcher.layout;

import io.aisml.fetcher.spec.Bucket;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How sources become a plan.
 *
 * @param defaultBucket for entries of a spec that name none
 * @param objectNameOnly whether a spec's members go without the bucket in their path
 * @param strict whether anything that can't be shown is an error instead of being left out
 * @param batchSize cuts of a manifest in a batch, 1 or more; without it 1000 for a single manifest,
 *     and each of several manifests is one batch
 * @param outputTemplate names of a manifest's batches, such as {@code train-{000..999}}; without it
 *     {@code b-} and six digits
 */
public record PlanOptions(
    Optional<Bucket> defaultBucket,
    boolean objectNameOnly,
    boolean strict,
    OptionalInt batchSize,
    Optional<String> outputTemplate) {
  /** What holds when nothing is asked for. */
  public static final PlanOptions DEFAULT =
      new PlanOptions(Optional.empty(), false, false, OptionalInt.empty(), Optional.empty());

  /**
   * @throws IllegalArgumentException when the batch size is below 1
   */
  public PlanOptions {
    if (batchSize.isPresent() && batchSize.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "batch-size must be 1 or more, but is " + batchSize.getAsInt());
    }
  }
}
