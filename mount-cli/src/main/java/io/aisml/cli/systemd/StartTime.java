package io.aisml.cli.systemd;

import java.time.Duration;

/** Asks systemd for more time for as long as a mount is being made: a large manifest takes some. */
public final class StartTime implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(10);

  private final Systemd manager;
  private final Thread thread = new Thread(this::run, "aisml-start-time");

  private StartTime(Systemd manager) {
    this.manager = manager;
  }

  /** From now on until {@link #close}. */
  public static StartTime extend(Systemd manager) {
    StartTime time = new StartTime(manager);
    if (manager.isPresent()) {
      time.thread.setDaemon(true);
      time.thread.start();
    }
    return time;
  }

  private void run() {
    try {
      while (true) {
        manager.extendTimeout(PERIOD.multipliedBy(3));
        Thread.sleep(PERIOD.toMillis());
      }
    } catch (InterruptedException e) {
      return; // it is made
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
