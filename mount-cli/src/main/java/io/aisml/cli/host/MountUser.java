package io.aisml.cli.host;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A process that keeps a mount busy.
 *
 * @param command its name as {@code ps} shows it
 * @param path what it holds: a file, or its working directory
 */
public record MountUser(long pid, String command, String path) {
  /**
   * Finds the processes that hold something at or below a directory, one line each. Follows no
   * link, so it touches no mount. Processes of other users are seen by root only.
   */
  public static List<MountUser> of(Path directory, Path proc) throws IOException {
    List<MountUser> users = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        held(process, directory).ifPresent(path -> users.add(user(process, path)));
      }
    }
    return users;
  }

  /** Names all in a few words. */
  public static String named(List<MountUser> users) {
    if (users.isEmpty()) {
      return "another user's process uses it, or something is mounted below it";
    }
    return users.get(0) + (users.size() > 1 ? " and " + (users.size() - 1) + " more" : "");
  }

  @Override
  public String toString() {
    return "%s (pid %d) uses %s".formatted(command, pid, path);
  }

  private static MountUser user(Path process, Path path) {
    String command;
    try {
      command = Files.readString(process.resolve("comm")).strip();
    } catch (IOException e) {
      command = "a process";
    }
    return new MountUser(
        Long.parseLong(process.getFileName().toString()), command, path.toString());
  }

  private static Optional<Path> held(Path process, Path directory) {
    List<Path> links = new ArrayList<>(List.of(process.resolve("cwd"), process.resolve("root")));
    addEntries(process.resolve("fd"), links);
    addEntries(process.resolve("map_files"), links);
    return links.stream()
        .flatMap(link -> target(link).stream())
        .filter(target -> target.startsWith(directory))
        .findFirst();
  }

  private static Optional<Path> target(Path link) {
    try {
      return Optional.of(Files.readSymbolicLink(link));
    } catch (IOException e) {
      return Optional.empty(); // the process has closed it, or it is somebody else's
    }
  }

  private static void addEntries(Path directory, List<Path> links) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      entries.forEach(links::add);
    } catch (IOException | DirectoryIteratorException e) {
      return; // the process has ended, or it is somebody else's
    }
  }
}
