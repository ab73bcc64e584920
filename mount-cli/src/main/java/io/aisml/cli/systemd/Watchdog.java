package io.aisml.cli.systemd;

import io.aisml.cli.host.MountPoint;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd that the mount is alive for as long as it really answers a child process. A mount
 * that does not is left to systemd's watchdog. One thread of its own.
 */
public final class Watchdog implements AutoCloseable {
  /** So that the status is of today where no watchdog is wanted. */
  private static final Duration STATUS_PERIOD = Duration.ofSeconds(15);

  private static final Logger log = LoggerFactory.getLogger(Watchdog.class);

  private final Systemd manager;
  private final MountPoint point;
  private final Supplier<String> status;
  private final Duration period;
  private final Thread thread = new Thread(this::run, "aisml-watchdog");

  private Watchdog(Systemd manager, MountPoint point, Supplier<String> status) {
    this.manager = manager;
    this.point = point;
    this.status = status;
    // Three tries within the time, as sd_watchdog_enabled(3) wants two.
    this.period = manager.watchdog().map(time -> time.dividedBy(3)).orElse(STATUS_PERIOD);
  }

  /**
   * Starts to watch, when there is a service manager.
   *
   * @param status one line for {@code systemctl status}
   */
  public static Watchdog start(Systemd manager, MountPoint point, Supplier<String> status) {
    Watchdog watchdog = new Watchdog(manager, point, status);
    if (manager.isPresent()) {
      watchdog.thread.setDaemon(true);
      watchdog.thread.start();
    }
    return watchdog;
  }

  private void run() {
    try {
      while (true) {
        beat();
        Thread.sleep(period.toMillis());
      }
    } catch (InterruptedException e) {
      return; // the mount ends
    }
  }

  private void beat() throws InterruptedException {
    try {
      MountPoint.Health health = point.health();
      if (health == MountPoint.Health.ANSWERS) {
        manager.alive();
        manager.status(status.get());
      } else {
        log.error("{} does not answer", point.directory());
        manager.status("the mount does not answer");
      }
    } catch (IOException e) {
      log.error("{} can't be asked whether it answers: {}", point.directory(), e.getMessage());
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
