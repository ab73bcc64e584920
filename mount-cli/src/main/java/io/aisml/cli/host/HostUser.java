package io.aisml.cli.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The user that this process runs as, by effective ids. */
public record HostUser(int uid, int gid) {
  /** Reads {@code /proc/self/status}. */
  public static HostUser current() {
    try {
      List<String> lines = Files.readAllLines(Path.of("/proc/self/status"));
      return new HostUser(effective(lines, "Uid:"), effective(lines, "Gid:"));
    } catch (IOException e) {
      throw new UncheckedIOException("/proc/self/status can't be read", e);
    }
  }

  public boolean isRoot() {
    return uid == 0;
  }

  /** {@code Uid: real effective saved file-system}. */
  private static int effective(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> Integer.parseInt(line.split("\\s+", -1)[2]))
        .findFirst()
        .orElseThrow();
  }
}
