package io.aisml.cli.command;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends a mount on a signal, or when whoever waited for it has gone. The thread that serves the
 * mount is interrupted; whatever it waits for ends then. The process ends with that thread's exit
 * code, and at the latest after {@link #LAST_CALL_SECONDS}.
 */
public final class Termination implements AutoCloseable {
  /** How long unmounting may take before the process ends all the same. */
  private static final long LAST_CALL_SECONDS = 30;

  private final Thread server = Thread.currentThread();
  private final AtomicBoolean requested = new AtomicBoolean();
  private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();

  private Termination() {}

  /** Makes signals end the calling thread's work. */
  public static Termination ofThisThread() {
    Termination termination = new Termination();
    Runtime.getRuntime().addShutdownHook(new Thread(termination::onSignal, "termination"));
    return termination;
  }

  /** Asks the serving thread to end. */
  public void request() {
    requested.set(true);
    server.interrupt();
  }

  /** Whether the end was asked for; until then an interrupt means something else. */
  public boolean isRequested() {
    return requested.get();
  }

  /** Says what the process is to end with. */
  public void ended(int code) {
    exitCode.complete(code);
  }

  /** The serving thread's work is over: a later signal has nothing to end. */
  @Override
  public void close() {
    exitCode.complete(ExitCode.SYSTEM);
  }

  /**
   * Runs in a shutdown hook. Without {@code halt} the exit code would be 128 and the signal's
   * number, which service managers take for a failure.
   */
  private void onSignal() {
    if (exitCode.isDone()) {
      return;
    }
    request();
    Runtime.getRuntime()
        .halt(
            exitCode
                .completeOnTimeout(ExitCode.SYSTEM, LAST_CALL_SECONDS, TimeUnit.SECONDS)
                .join());
  }
}
