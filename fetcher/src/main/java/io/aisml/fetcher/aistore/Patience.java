package io.aisml.fetcher.aistore;

import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.source.SourceCounters;
import io.aisml.fetcher.source.SourceException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long one call goes on trying: pauses that double from one failure to the next, under a
 * deadline that counts from the last progress. For one thread.
 */
final class Patience {
  // docs/get_batch.md of AIStore advises "exponential backoff", bounded to some seconds.
  private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(100).toNanos();
  private static final int MAX_DOUBLINGS = 6;

  /** What is put off for less is not worth a word. */
  private static final long TOLD_AFTER_NANOS = Duration.ofSeconds(1).toNanos();

  private final Lifeline lifeline;
  private final Duration deadline;
  private final SourceCounters counters;
  private final WaitListener listener;
  private long lastProgress = System.nanoTime();
  private int failures;

  Patience(Lifeline lifeline, Duration deadline, SourceCounters counters, WaitListener listener) {
    this.lifeline = lifeline;
    this.deadline = deadline;
    this.counters = counters;
    this.listener = listener;
  }

  /** Something came: the deadline and the pauses start again. */
  void progress() {
    lastProgress = System.nanoTime();
    failures = 0;
  }

  /**
   * Waits before another try.
   *
   * @param what was tried, for the message
   * @throws SourceException when the deadline has passed or trying again is of no use
   */
  void pause(String what, IOException cause) throws IOException {
    lifeline.check(cause);
    if (Unreachable.isForGood(cause)) {
      throw new SourceException(
          FailureKind.FAILED, what + ": " + Unreachable.explain(cause), cause);
    }
    long waited = System.nanoTime() - lastProgress;
    long left = deadline.toNanos() - waited;
    if (left <= 0) {
      throw new SourceException(
          FailureKind.FAILED,
          what + ": given up after " + seconds() + " s: " + Unreachable.explain(cause),
          cause);
    }
    if (waited >= TOLD_AFTER_NANOS
        && cause instanceof RefusedException refused
        && refused.error().verdict() == ServerError.Verdict.THROTTLED) {
      listener.waits(String.valueOf(cause.getMessage()), deadline);
    }
    long pause = FIRST_PAUSE_NANOS << Math.min(failures, MAX_DOUBLINGS);
    failures++;
    long jittered = ThreadLocalRandom.current().nextLong(pause / 2, pause);
    lifeline.sleep(Duration.ofNanos(Math.min(jittered, left)));
    counters.retries.increment();
  }

  private String seconds() {
    return deadline.toMillis() % 1000 == 0
        ? Long.toString(deadline.toSeconds())
        : Double.toString(deadline.toMillis() / 1000.0);
  }
}
