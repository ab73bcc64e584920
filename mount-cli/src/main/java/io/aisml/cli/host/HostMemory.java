package io.aisml.cli.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** The memory of this machine and of this process, in bytes. */
public final class HostMemory {
  private static final int KIB = 1024;

  private final Path proc;
  private final Path cgroups;

  /**
   * @param proc {@code /proc}
   * @param cgroups where cgroups are mounted: {@code /sys/fs/cgroup}
   */
  public HostMemory(Path proc, Path cgroups) {
    this.proc = proc;
    this.cgroups = cgroups;
  }

  /** The real machine's. */
  public static HostMemory ofThisProcess() {
    return new HostMemory(Path.of("/proc"), Path.of("/sys/fs/cgroup"));
  }

  /** What this process may use: all of the machine's, or what its cgroups leave of it. */
  public long limit() throws IOException {
    long machine = kib(proc.resolve("meminfo"), "MemTotal:");
    return Math.min(machine, Cgroup.of(proc, cgroups).memoryLimit().orElse(machine));
  }

  /** Resident set size of this process. */
  public long resident() throws IOException {
    return kib(proc.resolve("self").resolve("status"), "VmRSS:");
  }

  /** The largest resident set size of this process so far. */
  public long residentPeak() throws IOException {
    return kib(proc.resolve("self").resolve("status"), "VmHWM:");
  }

  /** The most that the cgroup has held, where that is told. */
  public OptionalLong cgroupPeak() throws IOException {
    return Cgroup.of(proc, cgroups).memoryPeak();
  }

  private static long kib(Path file, String key) throws IOException {
    for (String line : Files.readAllLines(file)) {
      List<String> words = List.of(line.split("\\s+", -1));
      if (words.get(0).equals(key)) {
        return Long.parseLong(words.get(1)) * KIB;
      }
    }
    throw new IOException(file + " has no " + key);
  }
}
