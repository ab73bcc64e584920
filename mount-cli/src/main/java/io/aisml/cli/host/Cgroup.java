package io.aisml.cli.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The cgroup v2 that this process is in, and those above it. Linux {@code
 * Documentation/admin-guide/cgroup-v2.rst}.
 *
 * @param upwards directories of the cgroup and its ancestors, as far as they can be seen; none
 *     where there is no cgroup v2
 */
record Cgroup(List<Path> upwards) {
  private static final String UNIFIED = "0::";
  private static final String NO_LIMIT = "max";

  /**
   * @param proc {@code /proc}
   * @param root where cgroup v2 is mounted: {@code /sys/fs/cgroup}
   */
  static Cgroup of(Path proc, Path root) throws IOException {
    Path file = proc.resolve("self").resolve("cgroup");
    List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
    Optional<Path> own =
        lines.stream()
            .filter(line -> line.startsWith(UNIFIED))
            .map(line -> line.substring(UNIFIED.length()).replaceFirst("^/+", ""))
            .map(path -> root.resolve(path).normalize())
            // "0::/../x" lies outside of this cgroup namespace: it can't be seen.
            .map(path -> path.startsWith(root) ? path : root)
            .findFirst();
    List<Path> upwards = new ArrayList<>();
    @Nullable Path path = own.orElse(null);
    while (path != null && path.startsWith(root)) {
      upwards.add(path);
      path = path.getParent();
    }
    return new Cgroup(upwards);
  }

  /** The least {@code memory.max} of all: a limit further up counts too, the kernel kills by it. */
  OptionalLong memoryLimit() throws IOException {
    OptionalLong least = OptionalLong.empty();
    for (Path path : upwards) {
      OptionalLong limit = number(path.resolve("memory.max"));
      if (limit.isPresent() && (least.isEmpty() || limit.getAsLong() < least.getAsLong())) {
        least = limit;
      }
    }
    return least;
  }

  /** The most memory that the cgroup itself has held, the kernel's pages for it included. */
  OptionalLong memoryPeak() throws IOException {
    return upwards.isEmpty() ? OptionalLong.empty() : number(upwards.get(0).resolve("memory.peak"));
  }

  private static OptionalLong number(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      return OptionalLong.empty();
    }
    String text = Files.readString(file).strip();
    return text.equals(NO_LIMIT) ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
  }
}
