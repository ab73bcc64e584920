package io.aisml.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A command that ends without having done its work. */
final class CommandException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  @SuppressWarnings("serial") // never serialised
  private final List<String> lines;

  /**
   * @param message one line: what failed, why, and what to do
   */
  CommandException(int exitCode, String message) {
    this(exitCode, List.of(message), null);
  }

  CommandException(int exitCode, String message, @Nullable Throwable cause) {
    this(exitCode, List.of(message), cause);
  }

  /**
   * @param lines several findings, one line each
   */
  CommandException(int exitCode, List<String> lines, @Nullable Throwable cause) {
    super(String.join("; ", lines), cause);
    this.exitCode = exitCode;
    this.lines = List.copyOf(lines);
  }

  int exitCode() {
    return exitCode;
  }

  List<String> lines() {
    return lines;
  }
}
