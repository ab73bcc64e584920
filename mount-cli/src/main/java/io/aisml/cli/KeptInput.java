package io.aisml.cli;

import io.aisml.cli.command.CommandException;
import io.aisml.cli.command.ExitCode;
import io.aisml.cli.option.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Standard input in a temporary file, which can be read again, and be left to the process that goes
 * on with a mount: that one has none.
 *
 * @param file empty when no source is read from standard input
 */
record KeptInput(Optional<Path> file) implements Closeable {
  /**
   * Reads all of standard input, if a source is in it.
   *
   * @param left what the process before this one has left of it
   * @throws CommandException when it can't be kept
   */
  static KeptInput of(Sources sources, Optional<Path> left) throws CommandException {
    if (!sources.readStandardInput()) {
      return new KeptInput(Optional.empty());
    }
    try {
      Path file = Files.createTempFile("aisml-", ".input");
      KeptInput input = new KeptInput(Optional.of(file));
      try {
        if (left.isPresent()) {
          // With its time, which the mount's files have.
          Files.copy(
              left.get(),
              file,
              StandardCopyOption.REPLACE_EXISTING,
              StandardCopyOption.COPY_ATTRIBUTES);
        } else {
          Files.copy(System.in, file, StandardCopyOption.REPLACE_EXISTING);
          // The JDK copies a time by microseconds.
          Files.setLastModifiedTime(
              file, FileTime.from(Instant.now().truncatedTo(ChronoUnit.MILLIS)));
        }
      } catch (IOException e) {
        input.close();
        throw e;
      }
      return input;
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.SYSTEM, "standard input can't be kept: " + Reason.withFile(e), e);
    }
  }

  /** What standard input had, from its beginning. */
  InputStream open() throws IOException {
    return file.isPresent() ? Files.newInputStream(file.get()) : InputStream.nullInputStream();
  }

  @Override
  public void close() throws IOException {
    if (file.isPresent()) {
      Files.deleteIfExists(file.get());
    }
  }
}
