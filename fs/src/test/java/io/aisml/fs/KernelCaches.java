package io.aisml.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Has the kernel forget all names, inodes and pages of a mount that are not in use, again and again
 * until closed: a remount does that for one file system, as drop_caches does for all, and works in
 * containers, whose /proc/sys can't be written.
 */
final class KernelCaches implements AutoCloseable {
  private static final String DROPPER =
      """
      import ctypes, os, sys, time
      MS_RDONLY, MS_NOSUID, MS_NODEV, MS_REMOUNT = 1, 2, 4, 32
      libc = ctypes.CDLL(None, use_errno=True)
      mount, pause = sys.argv[1].encode(), float(sys.argv[2])
      while True:
          if libc.mount(None, mount, None, MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV, None):
              sys.exit(f'remount: {os.strerror(ctypes.get_errno())}')
          if pause < 0:
              break
          time.sleep(pause)
      """;

  private final Process process;

  private KernelCaches(Path mount, double pauseSeconds) throws IOException {
    process =
        new ProcessBuilder(
                "python3", "-c", DROPPER, mount.toString(), Double.toString(pauseSeconds))
            .inheritIO()
            .start();
  }

  /** Drops them once. */
  static void drop(Path mount) throws IOException, InterruptedException {
    Process once = new KernelCaches(mount, -1).process;
    assertThat(once.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(once.exitValue()).isZero();
  }

  /** Drops them until closed, with so many seconds between. */
  static KernelCaches keepDropping(Path mount, double pauseSeconds) throws IOException {
    return new KernelCaches(mount, pauseSeconds);
  }

  boolean isDropping() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
