package io.aisml.fetcher.aistore;

import java.time.Duration;

/**
 * How long a single exchange may stand still.
 *
 * @param connect to connect
 * @param stall without a byte, before the exchange is given up and begun anew
 */
record Timeouts(Duration connect, Duration stall) {
  /**
   * AIStore closes idle connections after 30 s (AIStore {@code cmn/config.go: DfltMaxIdleTimeout}),
   * so ours go earlier.
   */
  static final Duration KEEP_ALIVE = Duration.ofSeconds(20);

  private static final Duration MAX_CONNECT = Duration.ofSeconds(10);

  // Longer than the 20 s that a target waits for a peer and the 40 s that it then asks around:
  // AIStore cmn/config.go: GetBatchConf, xact/xs/moss.go: gfn.
  private static final Duration MAX_STALL = Duration.ofSeconds(75);

  /** Short enough for some tries within {@code deadline}. */
  static Timeouts within(Duration deadline) {
    Duration third = deadline.dividedBy(3).plusMillis(1);
    return new Timeouts(min(third, MAX_CONNECT), min(third, MAX_STALL));
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
