package io.aisml.fetcher.aistore;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads the ends of replies whose members have all been read. At most a few at a time, each bounded
 * by the exchange's own timeout; what is too much is dropped with its connection.
 */
final class TailDrain implements AutoCloseable {
  private static final int MAX_THREADS = 16;

  private final AtomicInteger threads = new AtomicInteger();
  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          0, MAX_THREADS, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), this::thread);

  private Thread thread(Runnable task) {
    Thread thread = new Thread(task, "aistore-tail-" + threads.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  void drain(BatchReply reply) {
    try {
      executor.execute(reply::drain);
    } catch (RejectedExecutionException e) {
      reply.drop();
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
