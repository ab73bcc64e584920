package io.aisml.fs.load;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Loads that wait for a thread: those that a reader waits for first, then read-ahead, each in order
 * of arrival. The monitor guards all fields.
 */
final class LoadQueue {
  private final Deque<Load> waiting = new ArrayDeque<>();

  /** Loads that may run at a time; may change with every call. */
  private final IntSupplier limit;

  /** Loads that were taken and have not ended. */
  private int running;

  private boolean closed;

  /** Loads added so far. */
  private long added;

  LoadQueue(IntSupplier limit) {
    this.limit = limit;
  }

  synchronized void add(Load load) {
    added++;
    waiting.addLast(load);
    notifyAll();
  }

  /**
   * Takes out loads that are to be gathered, when more than {@code bearable} loads wait.
   *
   * @return none, or at least two and at most {@code max} of them
   */
  synchronized List<Load> gather(int bearable, int max, Predicate<Load> which) {
    if (waiting.size() <= bearable) {
      return List.of();
    }
    List<Load> gathered = waiting.stream().filter(which).limit(max).toList();
    if (gathered.size() < 2) {
      return List.of();
    }
    waiting.removeAll(new HashSet<>(gathered));
    return gathered;
  }

  /** Puts a load back that could not start, before all others of its urgency. */
  synchronized void putBack(Load load) {
    waiting.addFirst(load);
  }

  /**
   * The next load; waits for one, and until it may run. Null once the queue is closed. Call {@link
   * #ended} when it has run or was put back.
   */
  synchronized @Nullable Load take() throws InterruptedException {
    while ((waiting.isEmpty() || running >= limit.getAsInt()) && !closed) {
      wait();
    }
    if (closed) {
      return null;
    }
    running++;
    for (Iterator<Load> loads = waiting.iterator(); loads.hasNext(); ) {
      Load load = loads.next();
      if (load.isUrgent()) {
        loads.remove();
        return load;
      }
    }
    return waiting.pollFirst();
  }

  /** A load that was taken runs no longer. */
  synchronized void ended() {
    running--;
    if (!waiting.isEmpty()) {
      notifyAll();
    }
  }

  /** Whether as many run as may. */
  synchronized boolean isFull() {
    return running >= limit.getAsInt();
  }

  /** Waits for something to change that could let a load start: another load, or time. */
  synchronized void awaitChange(long millis) throws InterruptedException {
    long before = added;
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    long left = millis;
    while (!closed && added == before && left > 0) {
      wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    }
  }

  synchronized int size() {
    return waiting.size();
  }

  /** Ends {@link #take} for all threads and gives what was still waiting. */
  synchronized List<Load> close() {
    closed = true;
    notifyAll();
    List<Load> rest = new ArrayList<>(waiting);
    waiting.clear();
    return rest;
  }
}
