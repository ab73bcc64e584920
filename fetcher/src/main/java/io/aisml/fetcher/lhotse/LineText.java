package io.aisml.fetcher.lhotse;

import java.nio.charset.StandardCharsets;

/**
 * A line of a manifest as it is written, {@code bytes[from, from + length)} without its line feed:
 * a view, not to be kept.
 *
 * @param offset where the line begins in the decompressed manifest, bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record LineText(byte[] bytes, int from, int length, long offset) {
  /**
   * The cut that the line is.
   *
   * @throws InvalidCutException when it is none
   */
  public Cut cut() throws InvalidCutException {
    return CutParser.parse(bytes, from, length);
  }

  /** A value of the line as it is written. */
  String text(Span span) {
    return new String(bytes, from + span.from(), span.to() - span.from(), StandardCharsets.UTF_8);
  }
}
