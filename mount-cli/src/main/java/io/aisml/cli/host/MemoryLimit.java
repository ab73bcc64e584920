package io.aisml.cli.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How much memory this process may use: the machine's, or the smallest {@code memory.max} of its
 * cgroup v2 and all cgroups above it, whichever is less. A limit further up counts too, because the
 * kernel kills by it.
 */
public final class MemoryLimit {
  private static final String UNIFIED = "0::";

  private final Path proc;
  private final Path cgroups;

  /**
   * @param proc {@code /proc}
   * @param cgroups where cgroup v2 is mounted: {@code /sys/fs/cgroup}
   */
  public MemoryLimit(Path proc, Path cgroups) {
    this.proc = proc;
    this.cgroups = cgroups;
  }

  /** The limit in bytes. */
  public long bytes() throws IOException {
    long limit = machine();
    Optional<Path> cgroup = cgroup();
    while (cgroup.isPresent()) {
      limit = Math.min(limit, limitOf(cgroup.get()));
      cgroup = Optional.ofNullable(cgroup.get().getParent()).filter(up -> up.startsWith(cgroups));
    }
    return limit;
  }

  private long machine() throws IOException {
    for (String line : Files.readAllLines(proc.resolve("meminfo"))) {
      String[] words = line.split("\\s+", -1);
      if (words[0].equals("MemTotal:")) {
        return Long.parseLong(words[1]) * 1024;
      }
    }
    throw new IOException(proc.resolve("meminfo") + " has no MemTotal");
  }

  private Optional<Path> cgroup() throws IOException {
    Path file = proc.resolve("self").resolve("cgroup");
    List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
    return lines.stream()
        .filter(line -> line.startsWith(UNIFIED))
        .map(line -> cgroups.resolve(line.substring(UNIFIED.length()).replaceFirst("^/+", "")))
        .map(Path::normalize)
        // "0::/../x": a cgroup outside of this cgroup namespace. Its limits can't be seen.
        .map(path -> path.startsWith(cgroups) ? path : cgroups)
        .findFirst();
  }

  private static long limitOf(Path cgroup) throws IOException {
    Path file = cgroup.resolve("memory.max");
    if (!Files.isReadable(file)) {
      return Long.MAX_VALUE;
    }
    String text = Files.readString(file).strip();
    return text.equals("max") ? Long.MAX_VALUE : Long.parseLong(text);
  }
}
