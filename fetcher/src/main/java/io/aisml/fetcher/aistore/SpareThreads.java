package io.aisml.fetcher.aistore;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A few threads for work that can also be done otherwise, or not at all; they go when idle. */
final class SpareThreads implements AutoCloseable {
  private static final int IDLE_SECONDS = 5;

  private final AtomicInteger threads = new AtomicInteger();
  private final String name;
  private final ThreadPoolExecutor executor;

  SpareThreads(String name, int max) {
    this.name = name;
    executor =
        new ThreadPoolExecutor(
            0, max, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), this::thread);
  }

  private Thread thread(Runnable task) {
    Thread thread = new Thread(task, name + "-" + threads.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  /** Runs the work beside the caller; false when all threads are busy. */
  boolean tryRun(Runnable work) {
    try {
      executor.execute(work);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** Interrupts what runs. */
  @Override
  public void close() {
    executor.shutdownNow();
  }
}
