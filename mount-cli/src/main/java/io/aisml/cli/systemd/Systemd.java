package io.aisml.cli.systemd;

import io.aisml.cli.option.Environment;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * systemd, when it runs this process as a service of {@code Type=notify}; otherwise nobody, and
 * nothing here has an effect. sd_notify(3), sd_listen_fds(3), sd_watchdog_enabled(3). Any thread.
 */
public final class Systemd {
  /** Where descriptors that systemd hands over begin. */
  private static final int FIRST_DESCRIPTOR = 3;

  private static final String DEVICE_NAME = "fuse";

  private static final Logger log = LoggerFactory.getLogger(Systemd.class);

  private final Environment environment;
  private final Optional<NotifySocket> socket;

  private Systemd(Environment environment, Optional<NotifySocket> socket) {
    this.environment = environment;
    this.socket = socket;
  }

  /** The one that the environment tells of. */
  public static Systemd of(Environment environment) throws IOException {
    Optional<String> path = environment.get("NOTIFY_SOCKET");
    return new Systemd(
        environment,
        path.isPresent() ? Optional.of(new NotifySocket(path.get())) : Optional.empty());
  }

  /** Nobody, whatever the environment tells: it is that of another program's service. */
  public static Systemd none(Environment environment) {
    return new Systemd(environment, Optional.empty());
  }

  /** Whether there is one. */
  public boolean isPresent() {
    return socket.isPresent();
  }

  /** The service does what it is for. */
  public void ready(String status) {
    tell("READY=1\nSTATUS=" + line(status));
  }

  /** One line for {@code systemctl status}. */
  public void status(String status) {
    tell("STATUS=" + line(status));
  }

  /** The service has begun to end. */
  public void stopping() {
    tell("STOPPING=1\nSTATUS=unmounting");
  }

  /** The service begins to start anew, in the same process. */
  public void reloading() {
    long micros = System.nanoTime() / 1000; // CLOCK_MONOTONIC
    tell("RELOADING=1\nMONOTONIC_USEC=" + micros + "\nSTATUS=starting the installed version");
  }

  /** What is under way needs more time, so much from now on. */
  public void extendTimeout(Duration time) {
    tell("EXTEND_TIMEOUT_USEC=" + time.toNanos() / 1000);
  }

  /** The service is alive. */
  public void alive() {
    tell("WATCHDOG=1");
  }

  /** How often it wants to hear so, if at all. */
  public Optional<Duration> watchdog() {
    return environment
        .get("WATCHDOG_USEC")
        .filter(unused -> socket.isPresent() && isForThisProcess("WATCHDOG_PID"))
        .map(micros -> Duration.ofNanos(Long.parseLong(micros) * 1000));
  }

  /** Has it keep the descriptor of a mount for the next process, should this one die. */
  public void keep(int descriptor) {
    send("FDSTORE=1\nFDNAME=" + DEVICE_NAME, OptionalInt.of(descriptor));
  }

  /** Has it let go of the descriptor that it keeps. */
  public void forget() {
    tell("FDSTOREREMOVE=1\nFDNAME=" + DEVICE_NAME);
  }

  /** The descriptor of the mount that a process before this one served, whoever kept it. */
  public OptionalInt kept() {
    Optional<String> handed = environment.get(NewProgram.DESCRIPTOR);
    if (handed.isPresent()) {
      return OptionalInt.of(Integer.parseInt(handed.get()));
    }
    if (!isForThisProcess("LISTEN_PID")) {
      return OptionalInt.empty();
    }
    List<String> names = List.of(environment.get("LISTEN_FDNAMES").orElse("").split(":", -1));
    int index = names.lastIndexOf(DEVICE_NAME);
    return index < 0 ? OptionalInt.empty() : OptionalInt.of(FIRST_DESCRIPTOR + index);
  }

  private boolean isForThisProcess(String variable) {
    String own = Long.toString(ProcessHandle.current().pid());
    return environment.get(variable).orElse(own).equals(own);
  }

  private void tell(String assignments) {
    send(assignments, OptionalInt.empty());
  }

  private void send(String assignments, OptionalInt descriptor) {
    if (socket.isEmpty()) {
      return;
    }
    try {
      socket.get().send(assignments, descriptor);
    } catch (IOException e) {
      log.warn("{}", e.getMessage());
    }
  }

  private static String line(String text) {
    return text.replace('\n', ' ');
  }
}
