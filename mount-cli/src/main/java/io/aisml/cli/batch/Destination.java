package io.aisml.cli.batch;

import io.aisml.cli.command.CommandException;
import io.aisml.cli.host.Terminal;
import io.aisml.fetcher.archive.ArchiveFormat;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where an archive goes.
 *
 * @param text as it was written; {@code -} is standard output
 * @param format by the suffix; standard output, pipes and devices without one get a tar
 */
public record Destination(String text, ArchiveFormat format) {
  private static final String STANDARD_OUTPUT = "-";
  private static final Set<String> YES = Set.of("y", "yes", "on", "true", "1", "t");

  /**
   * @throws CommandException when the suffix is of no archive
   */
  public static Destination parse(String text) throws CommandException {
    if (text.contains("://")) {
      throw new CommandException(
          BatchExit.FAILED, "DST_ARCHIVE is missing: the last argument, " + text + ", is a source");
    }
    Path path = Path.of(text);
    if (!text.equals(STANDARD_OUTPUT) && Files.isDirectory(path)) {
      throw new CommandException(
          BatchExit.FAILED, text + " is a directory; name the archive's file, such as a.tar");
    }
    Optional<ArchiveFormat> format =
        path.getFileName() == null
            ? Optional.empty()
            : ArchiveFormat.ofName(path.getFileName().toString());
    boolean stream =
        text.equals(STANDARD_OUTPUT) || (Files.exists(path) && !Files.isRegularFile(path));
    if (format.isEmpty() && !stream) {
      throw new CommandException(
          BatchExit.FAILED,
          text + ": unknown suffix; an archive ends in .tar, .tgz, .tar.gz, .zip or .tar.lz4");
    }
    return new Destination(text, format.orElse(ArchiveFormat.TAR));
  }

  public boolean isStandardOutput() {
    return text.equals(STANDARD_OUTPUT);
  }

  /**
   * Sees to it that nothing is replaced against the user's will; asks on a terminal, and not when
   * nothing will be written.
   *
   * @throws CommandException when it must not be replaced
   */
  void agree(ArchiveRun run) throws CommandException, IOException {
    if (run.flags().dryRun()) {
      return;
    }
    if (isStandardOutput()) {
      if (Terminal.isOutput()) {
        throw new CommandException(
            BatchExit.FAILED, "an archive is nothing for a terminal; pipe it: ... - | tar x");
      }
      return;
    }
    if (run.flags().yes() || !Files.isRegularFile(Path.of(text))) {
      return;
    }
    if (!Terminal.isInput()) {
      throw new CommandException(
          BatchExit.FAILED, text + " already exists; -y replaces it without asking");
    }
    run.err().printf("Warning: destination \"%s\" already exists%n", text);
    run.err().flush();
    run.out().print("Proceed to overwrite? [Y/N]: ");
    run.out().flush();
    String answer =
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
    if (answer == null || !YES.contains(answer.strip().toLowerCase(Locale.ROOT))) {
      throw new CommandException(BatchExit.FAILED, "canceled; " + text + " is as it was");
    }
  }

  /** Begins the output. */
  Output open() throws IOException {
    return isStandardOutput()
        ? Output.to(new FileOutputStream(FileDescriptor.out))
        : Output.to(Path.of(text));
  }
}
