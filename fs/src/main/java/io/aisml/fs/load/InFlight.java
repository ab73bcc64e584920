package io.aisml.fs.load;

import java.util.function.LongSupplier;

/**
 * How many get-batches are under way at a time. While readers keep all of them busy, twice as many
 * are tried now and then, and stay when they bring clearly more bytes a second, as they do where
 * the store is far away; half as many are left when the store says that it is asked for too much.
 *
 * <p>The monitor guards all fields.
 */
final class InFlight {
  /** Enough to keep a server nearby busy while others wait for their first byte. */
  static final int USUAL = 4;

  static final int MOST = 16;

  /** A trial must bring so many times the bytes a second. */
  private static final double CLEARLY = 1.2;

  /** Measurements after a failed trial until the next one. */
  private static final int REST = 32;

  private final int most;

  /** Replies with which the store has asked for fewer requests, ever. */
  private final LongSupplier refusals;

  private volatile int limit;

  /** Refusals that have been answered with a lower limit. */
  private long heeded;

  /** Requests that have ended in this measurement; negative while older ones are running out. */
  private int ended;

  /** Those of them at whose end not as many were under way as may be. */
  private int idle;

  private long bytes;
  private long since;

  /** What a trial must beat, bytes a nanosecond; 0 when none is running. */
  private double before;

  private int rest;

  private InFlight(int limit, int most, LongSupplier refusals) {
    this.limit = limit;
    this.most = most;
    this.refusals = refusals;
  }

  /** As many as pay. */
  static InFlight measured(LongSupplier refusals) {
    return new InFlight(USUAL, MOST, refusals);
  }

  /** Always the same number. */
  static InFlight fixed(int limit) {
    return new InFlight(limit, limit, () -> 0);
  }

  int limit() {
    return limit;
  }

  /** The limit will never be higher. */
  int most() {
    return most;
  }

  /**
   * A request has ended.
   *
   * @param full whether as many were under way as may be
   * @param now of a clock of nanoseconds
   */
  synchronized void ended(long arrived, boolean full, long now) {
    long refused = refusals.getAsLong();
    if (refused > heeded) {
      heeded = refused;
      before = 0;
      rest = REST;
      limit = Math.max(1, limit / 2);
      measure();
    } else if (++ended <= 0) {
      since = now;
    } else {
      bytes += arrived;
      idle += full ? 0 : 1;
      if (ended == 2 * limit) {
        decide((double) bytes / Math.max(1, now - since));
      }
    }
  }

  private void decide(double rate) {
    boolean isIdle = idle > ended / 4; // readers want less than there is
    if (before > 0 && (isIdle || rate < before * CLEARLY)) {
      stopTrial();
    } else if (!isIdle) {
      goOn(rate);
    }
    measure();
  }

  private void goOn(double rate) {
    if (rest > 0) {
      rest--;
    } else if (2 * limit <= most) {
      before = rate;
      limit *= 2;
    } else {
      before = 0;
    }
  }

  private void stopTrial() {
    before = 0;
    limit /= 2;
    rest = REST;
  }

  private void measure() {
    ended = -limit;
    idle = 0;
    bytes = 0;
  }
}
