package io.aisml.fetcher.spec;

/**
 * Where an entry was written.
 *
 * @param file the spec or manifest as it was named to its reader; or the source of a command line
 * @param line from 1; 0 for a source that is one line itself
 */
public record SourceLine(String file, long line) {
  /** A source of a command line. */
  public static SourceLine whole(String source) {
    return new SourceLine(source, 0);
  }

  /** {@code file:line}. */
  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line;
  }
}
