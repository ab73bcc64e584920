package io.aisml.fetcher.aistore;

import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.source.Interruption;
import io.aisml.fetcher.source.SourceException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What one call hangs on: it is cut by {@link #close}, from any thread, or by an interrupt. */
final class Lifeline implements AutoCloseable {
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Ends the exchange that is under way; a call has one at a time. */
  private final AtomicReference<Runnable> cancel = new AtomicReference<>(Lifeline::nothing);

  /** Says how the exchange that begins now is ended from outside; must bear being run twice. */
  void cancelBy(Runnable action) {
    cancel.set(action);
    if (isClosed()) {
      action.run();
    }
  }

  /** The exchange is over, or somebody else's. */
  void letGo() {
    cancel.set(Lifeline::nothing);
  }

  boolean isClosed() {
    return closed.getCount() == 0;
  }

  @Override
  public void close() {
    closed.countDown();
    cancel.getAndSet(Lifeline::nothing).run();
  }

  /**
   * Finds out whether somebody wants the call to end.
   *
   * @param cause what failed, perhaps because of that
   */
  void check(@Nullable IOException cause) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw Interruption.of(cause);
    }
    if (isClosed()) {
      String message = "the request was closed";
      throw cause == null
          ? new SourceException(FailureKind.FAILED, message)
          : new SourceException(FailureKind.FAILED, message, cause);
    }
  }

  /** Waits, unless the call is ended meanwhile. */
  void sleep(Duration time) throws IOException {
    try {
      if (closed.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
        check(null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Interruption.of(e);
    }
  }

  private static void nothing() {}
}
