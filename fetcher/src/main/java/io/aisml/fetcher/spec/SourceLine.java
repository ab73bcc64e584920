package io.aisml.fetcher.spec;

/**
 * Where an entry was written.
 *
 * @param file the spec or manifest as it was named to its reader
 * @param line from 1
 */
public record SourceLine(String file, long line) {
  /** {@code file:line}. */
  @Override
  public String toString() {
    return file + ":" + line;
  }
}
