package io.aisml.cli.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A process of this host that is no child of this one. {@link ProcessHandle} looks at such a
 * process once a second only, and takes one that merely waits to be reaped for alive.
 */
public record HostProcess(long pid) {
  private static final long LOOK_EVERY_MS = 10;

  /** Dead, but its parent has not asked for its exit code yet. proc_pid_stat(5). */
  private static final String ZOMBIE = "ZX";

  /** Whether it still does something. */
  public boolean isRunning() throws IOException {
    Path stat = Path.of("/proc", Long.toString(pid), "stat");
    try {
      String line = Files.readString(stat);
      // pid (name) state ...; the name may hold anything, parentheses too.
      return ZOMBIE.indexOf(line.charAt(line.lastIndexOf(')') + 2)) < 0;
    } catch (IOException e) {
      // It may also end while its file is being read: ESRCH.
      if (Files.exists(stat)) {
        throw e;
      }
      return false;
    }
  }

  /**
   * Waits for its end.
   *
   * @return false when it is still there
   */
  public boolean awaitEnd(Duration within) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    while (isRunning()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(LOOK_EVERY_MS);
    }
    return true;
  }
}
