package io.aisml.fetcher.layout;

import java.time.Duration;

/**
 * Cuts as clips of their recordings instead of whole files.
 *
 * @param margin how much of the recording stands before and behind each cut, as far as there is any
 */
public record ClipOptions(Duration margin) {
  /** The margin in seconds. */
  double marginSeconds() {
    return margin.toNanos() / 1e9;
  }
}
