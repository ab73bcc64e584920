package io.aisml.fetcher.lhotse;

import org.jspecify.annotations.Nullable;

/**
 * Where a line says how long a recording is; null where it does not.
 *
 * @param duration in seconds
 * @param samples as their number
 */
record StatedLength(@Nullable Span duration, @Nullable Span samples) {
  static final StatedLength NOWHERE = new StatedLength(null, null);

  boolean isComplete() {
    return duration != null && samples != null;
  }
}
