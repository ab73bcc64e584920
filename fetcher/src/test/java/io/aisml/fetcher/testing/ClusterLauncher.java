package io.aisml.fetcher.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs {@code fetcher/src/test/aistore/cluster}, the script that builds AIStore and starts its
 * nodes. Its {@code --help} says what each command does.
 */
final class ClusterLauncher {
  // The first run on a machine builds the node, which two busy cores do in some minutes.
  private static final Duration DEADLINE = Duration.ofMinutes(20);

  private ClusterLauncher() {}

  /** Runs one command and returns what it printed, without the line's end. */
  static String run(String command, List<String> arguments) {
    List<String> line = new ArrayList<>();
    line.add(script().toString());
    line.add(command);
    line.addAll(arguments);
    try {
      Path messages = Files.createTempFile("cluster", ".log");
      try {
        return run(line, messages);
      } finally {
        Files.delete(messages);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for " + line, e);
    }
  }

  private static String run(List<String> line, Path messages)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("cluster", ".out");
    try {
      // Files, not pipes: the nodes would keep the pipe open after the script has ended.
      Process process =
          new ProcessBuilder(line)
              .redirectOutput(output.toFile())
              .redirectError(messages.toFile())
              .start();
      if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroy();
        throw new IllegalStateException(
            String.join(" ", line)
                + " did not end within "
                + DEADLINE.toMinutes()
                + " minutes:\n"
                + Files.readString(messages));
      }
      if (process.exitValue() != 0) {
        throw new IllegalStateException(
            String.join(" ", line) + " failed:\n" + Files.readString(messages));
      }
      return Files.readString(output).stripTrailing();
    } finally {
      Files.delete(output);
    }
  }

  /** The script of this checkout, from whichever module the tests run in. */
  private static Path script() {
    for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
      Path script = dir.resolve("fetcher/src/test/aistore/cluster");
      if (Files.isExecutable(script)) {
        return script;
      }
    }
    throw new IllegalStateException(
        "fetcher/src/test/aistore/cluster is not in or above " + Path.of("").toAbsolutePath());
  }
}
