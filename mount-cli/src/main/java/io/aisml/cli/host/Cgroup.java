package io.aisml.cli.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The cgroup that bounds this process's memory, and those above it. Linux {@code
 * Documentation/admin-guide/cgroup-v2.rst} and, for hosts that still have it, {@code
 * cgroup-v1/memory.rst}.
 *
 * @param upwards directories of the cgroup and its ancestors, as far as they can be seen; none
 *     where there are no cgroups
 * @param limitFile name of the file with the limit
 * @param peakFile name of the file with the most that has been held
 */
record Cgroup(List<Path> upwards, String limitFile, String peakFile) {
  private static final String UNIFIED = "0::";

  /** A controller that v1 has is not in v2, whatever else is there. */
  private static final Pattern V1 = Pattern.compile("[0-9]+:(?:[^:]*,)?memory(?:,[^:]*)?:(.*)");

  private static final String NO_LIMIT = "max";

  /**
   * @param proc {@code /proc}
   * @param root where cgroups are mounted: {@code /sys/fs/cgroup}
   */
  static Cgroup of(Path proc, Path root) throws IOException {
    Path file = proc.resolve("self").resolve("cgroup");
    List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
    for (String line : lines) {
      Matcher v1 = V1.matcher(line);
      if (v1.matches()) {
        return new Cgroup(
            upwards(root.resolve("memory"), v1.group(1)),
            "memory.limit_in_bytes",
            "memory.max_usage_in_bytes");
      }
    }
    List<Path> upwards =
        lines.stream()
            .filter(line -> line.startsWith(UNIFIED))
            .map(line -> upwards(root, line.substring(UNIFIED.length())))
            .findFirst()
            .orElse(List.of());
    return new Cgroup(upwards, "memory.max", "memory.peak");
  }

  private static List<Path> upwards(Path root, String own) {
    Path lowest = root.resolve(own.replaceFirst("^/+", "")).normalize();
    // "/../x" lies outside of this cgroup namespace: it can't be seen.
    @Nullable Path path = lowest.startsWith(root) ? lowest : root;
    List<Path> upwards = new ArrayList<>();
    while (path != null && path.startsWith(root)) {
      upwards.add(path);
      path = path.getParent();
    }
    return upwards;
  }

  /** The least limit of all: one further up counts too, the kernel kills by it. */
  OptionalLong memoryLimit() throws IOException {
    OptionalLong least = OptionalLong.empty();
    for (Path path : upwards) {
      OptionalLong limit = number(path.resolve(limitFile));
      if (limit.isPresent() && (least.isEmpty() || limit.getAsLong() < least.getAsLong())) {
        least = limit;
      }
    }
    return least;
  }

  /** The most memory that the cgroup itself has held, the kernel's pages for it included. */
  OptionalLong memoryPeak() throws IOException {
    return upwards.isEmpty() ? OptionalLong.empty() : number(upwards.get(0).resolve(peakFile));
  }

  private static OptionalLong number(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      return OptionalLong.empty();
    }
    String text = Files.readString(file).strip();
    return text.equals(NO_LIMIT) ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
  }
}
