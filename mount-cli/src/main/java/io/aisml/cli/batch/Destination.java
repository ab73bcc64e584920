package io.aisml.cli.batch;

import io.aisml.cli.command.CommandException;
import io.aisml.cli.host.Terminal;
import io.aisml.fetcher.archive.ArchiveFormat;
import io.aisml.fetcher.download.OutputFile;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
   * Sees to it that nothing is replaced against the user's will; asks on a terminal.
   *
   * @param yes whether the user has agreed beforehand
   * @throws CommandException when it must not be replaced
   */
  public void agree(boolean yes, PrintWriter out, PrintWriter err)
      throws CommandException, IOException {
    if (isStandardOutput()) {
      if (Terminal.isOutput()) {
        throw new CommandException(
            BatchExit.FAILED, "an archive is nothing for a terminal; pipe it: ... - | tar x");
      }
      return;
    }
    if (yes || !Files.isRegularFile(Path.of(text))) {
      return;
    }
    if (!Terminal.isInput()) {
      throw new CommandException(
          BatchExit.FAILED, text + " already exists; -y replaces it without asking");
    }
    err.printf("Warning: destination \"%s\" already exists%n", text);
    err.flush();
    out.print("Proceed to overwrite? [Y/N]: ");
    out.flush();
    String answer =
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
    if (answer == null || !YES.contains(answer.strip().toLowerCase(java.util.Locale.ROOT))) {
      throw new CommandException(BatchExit.FAILED, "canceled; " + text + " is as it was");
    }
  }

  /** Begins the output. */
  public Output open() throws IOException {
    return isStandardOutput()
        ? new Output(null, new FileOutputStream(FileDescriptor.out))
        : Output.of(OutputFile.at(Path.of(text)));
  }

  /** The open output: a file that is whole or not there, or a stream. */
  public record Output(@Nullable OutputFile file, OutputStream stream) implements Closeable {
    private static Output of(OutputFile file) {
      return new Output(file, file.stream());
    }

    /** See {@link OutputFile#commit}. */
    public void commit() throws IOException {
      if (file != null) {
        file.commit();
      }
    }

    @Override
    public void close() throws IOException {
      if (file != null) {
        file.close();
      }
    }
  }
}
