package io.aisml.cli.mounted;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;

/** Waits for what other processes do. */
public final class Eventually {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(50);

  private Eventually() {}

  /** Asks until the answer is yes. */
  public static void until(Callable<Boolean> condition) throws Exception {
    Instant end = Instant.now().plus(DEADLINE);
    while (!condition.call()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("did not come to pass within " + DEADLINE);
      }
      Thread.sleep(POLL.toMillis());
    }
  }
}
