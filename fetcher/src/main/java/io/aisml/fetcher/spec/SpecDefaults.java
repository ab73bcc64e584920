package io.aisml.fetcher.spec;

import java.util.Optional;

/**
 * What an entry gets that does not say it itself.
 *
 * @param bucket for entries with neither {@code bucket} nor {@code uname}, with its provider and
 *     namespace
 */
public record SpecDefaults(Optional<Bucket> bucket) {
  /** Every entry must name its bucket. */
  public static final SpecDefaults NONE = new SpecDefaults(Optional.empty());

  /** Entries without a bucket are in {@code bucket}. */
  public static SpecDefaults of(Bucket bucket) {
    return new SpecDefaults(Optional.of(bucket));
  }
}
