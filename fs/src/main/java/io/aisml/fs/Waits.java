package io.aisml.fs;

import java.util.List;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/** Everybody who waits for data: ends waits that take too long and counts how long they took. */
final class Waits implements AutoCloseable {
  /** How late a wait may end: a tenth of the shortest deadline that makes sense. */
  private static final long SWEEP_MILLIS = 100;

  /** Buckets of the histogram: below 1 ms, 2 ms, 4 ms, ... the last one for all longer waits. */
  static final int BUCKETS = 20;

  private final Set<Parked> parked = ConcurrentHashMap.newKeySet();

  /** Waits by length. */
  private final AtomicLongArray histogram = new AtomicLongArray(BUCKETS);

  private final Timer sweeper = new Timer("aisml-deadlines", true);

  private volatile boolean closed;

  Waits() {
    TimerTask sweep =
        new TimerTask() {
          @Override
          public void run() {
            sweep();
          }
        };
    sweeper.schedule(sweep, SWEEP_MILLIS, SWEEP_MILLIS);
  }

  private void sweep() {
    long now = System.nanoTime();
    for (Parked request : parked) {
      if (now - request.deadlineNanos() >= 0) {
        request.end(Errno.ETIMEDOUT);
      }
    }
  }

  /** Begins a wait. */
  void add(Parked request) {
    parked.add(request);
    if (closed) {
      request.end(Errno.EIO);
    }
  }

  /** A wait has ended. */
  void remove(Parked request, long startNanos) {
    if (parked.remove(request)) {
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
      int bucket = Long.SIZE - Long.numberOfLeadingZeros(millis);
      histogram.getAndIncrement(Math.min(BUCKETS - 1, bucket));
    }
  }

  int count() {
    return parked.size();
  }

  /** How many waits ended below 1, 2, 4, ... ms. */
  List<Long> histogram() {
    return IntStream.range(0, BUCKETS).mapToObj(histogram::get).toList();
  }

  boolean isClosed() {
    return closed;
  }

  /** Ends all waits, also those that begin later. */
  @Override
  public void close() {
    closed = true;
    sweeper.cancel();
    parked.forEach(request -> request.end(Errno.EIO));
  }
}
