package io.aisml.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
      while True:
          if libc.mount(None, sys.argv[1].encode(), None, MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV, None):
              sys.exit(f'remount: {os.strerror(ctypes.get_errno())}')
          if len(sys.argv) == 2:
              break
          time.sleep(float(sys.argv[2]))
      """;

  private final Process process;

  private KernelCaches(Process process) {
    this.process = process;
  }

  private static Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("python3", "-c", DROPPER));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).inheritIO().start();
  }

  /** Drops them once. */
  static void drop(Path mount) throws IOException, InterruptedException {
    Process once = start(mount.toString());
    assertThat(once.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(once.exitValue()).isZero();
  }

  /** Drops them until closed, with so many seconds between. */
  static KernelCaches keepDropping(Path mount, double pauseSeconds) throws IOException {
    return new KernelCaches(start(mount.toString(), Double.toString(pauseSeconds)));
  }

  boolean isDropping() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
