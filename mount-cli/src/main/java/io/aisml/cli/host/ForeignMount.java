package io.aisml.cli.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A mount that is seen in the mount namespace of another process: a container or a confined service
 * that was started while it was there has a copy, which an unmount elsewhere need not reach. It is
 * served for as long as there is one.
 *
 * @param command the process's name as {@code ps} shows it
 */
public record ForeignMount(long pid, String command) {
  /**
   * Finds one.
   *
   * @param device {@code major:minor} of the mount's files
   */
  public static Optional<ForeignMount> of(String device, Path proc) throws IOException {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        if (read(process.resolve("mountinfo")).contains(" " + device + " ")) {
          return Optional.of(
              new ForeignMount(
                  Long.parseLong(process.getFileName().toString()),
                  read(process.resolve("comm")).strip()));
        }
      }
    }
    return Optional.empty();
  }

  /** Nothing of a process that has ended, or that may not be looked at. */
  private static String read(Path file) {
    try {
      // Names are bytes; those that are no UTF-8 are somebody else's.
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public String toString() {
    return "%s (pid %d)".formatted(command, pid);
  }
}
