package io.aisml.fetcher.spec;

/**
 * Which bytes of an object or archived member an entry asks for: {@code (0, 0)} all of them, {@code
 * (n, -1)} from n to the end, {@code (n, l)} exactly l bytes. AIStore {@code api/apc/ml.go:
 * MossIn.CheckRange}.
 *
 * @param start bytes from the beginning, 0 or more
 * @param length bytes, or {@link #TO_END}, or 0 together with start 0
 */
public record ByteRange(long start, long length) {
  /** The length that means "to the end". */
  public static final long TO_END = -1;

  /** All bytes. */
  public static final ByteRange WHOLE = new ByteRange(0, 0);

  /**
   * @throws IllegalArgumentException when AIStore would refuse the range
   */
  public ByteRange {
    if (!valid(start, length)) {
      throw new IllegalArgumentException(
          "not satisfiable range: start " + start + ", length " + length);
    }
  }

  /** Whether AIStore accepts the pair. */
  public static boolean valid(long start, long length) {
    return start >= 0 && length >= TO_END && (start == 0 || length != 0);
  }

  /** Whether all bytes are asked for. */
  public boolean isWhole() {
    return start == 0 && (length == 0 || length == TO_END);
  }

  /** Whether the number of bytes is known without knowing the object: an explicit length. */
  public boolean hasLength() {
    return length > 0;
  }
}
