package io.aisml.fetcher.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the system's own archivers. They are part of what the tests need: none is skipped. */
final class Tools {
  private Tools() {}

  /** Runs a command in a directory and fails with its output when it does. */
  static void run(Path directory, String... command) throws IOException, InterruptedException {
    Path log = Files.createTempFile("tool-", ".log");
    Process process =
        new ProcessBuilder(List.of(command))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ended", command[0]).isTrue();
    assertThat(process.exitValue())
        .as("%s: %s", String.join(" ", command), Files.readString(log, ISO_8859_1))
        .isZero();
    Files.delete(log);
  }
}
