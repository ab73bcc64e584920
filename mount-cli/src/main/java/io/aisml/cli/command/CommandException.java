package io.aisml.cli.command;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A command that ends without having done its work. */
public final class CommandException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  @SuppressWarnings("serial") // never serialised
  private final List<String> lines;

  /**
   * @param message one line: what failed, why, and what to do
   */
  public CommandException(int exitCode, String message) {
    this(exitCode, List.of(message), null);
  }

  public CommandException(int exitCode, String message, @Nullable Throwable cause) {
    this(exitCode, List.of(message), cause);
  }

  /**
   * @param lines several findings, one line each
   */
  public CommandException(int exitCode, List<String> lines, @Nullable Throwable cause) {
    super(String.join("; ", lines), cause);
    this.exitCode = exitCode;
    this.lines = List.copyOf(lines);
  }

  public int exitCode() {
    return exitCode;
  }

  public List<String> lines() {
    return lines;
  }
}
