package io.aisml.fetcher.spec;

import java.io.IOException;

/**
 * A spec that can't be used as it is written. The message is one line for its author: {@code
 * speech.json:12:9: in[3].lenght: unknown field; did you mean 'length'?}
 */
public final class InvalidSpecException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final long line;
  private final int column;
  private final String field;

  InvalidSpecException(String file, long line, int column, String field, String problem) {
    super(
        file
            + ":"
            + line
            + ":"
            + column
            + ": "
            + (field.isEmpty() ? "" : Quoted.plain(field) + ": ")
            + problem);
    this.file = file;
    this.line = line;
    this.column = column;
    this.field = field;
  }

  /** The spec as it was named to the reader. */
  public String file() {
    return file;
  }

  /** Line of the error, from 1. */
  public long line() {
    return line;
  }

  /**
   * Column of the error, from 1; counted in bytes for JSON and in characters for YAML, which differ
   * only behind non-ASCII text in the same line.
   */
  public int column() {
    return column;
  }

  /** The field as a path, {@code in[3].length}; empty when the error concerns the whole spec. */
  public String field() {
    return field;
  }
}
