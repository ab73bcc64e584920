package io.aisml.fetcher.audio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;

/**
 * The {@code COMM} chunk of an AIFF or AIFF-C. Apple, <i>Audio Interchange File Format AIFF-C</i>.
 *
 * @param compression four characters, such as {@code sowt} for little-endian samples; empty for a
 *     plain AIFF
 * @param bits of a sample, as the file says
 */
public record AiffFormat(String compression, int channels, int rate, int frameBytes, int bits)
    implements SampleFormat {
  private static final int COMM_BYTES = 18;
  private static final int SSND_HEAD = 8;
  private static final int CHUNK_HEAD = 8;
  private static final int FVER_BYTES = 4;

  /** The one version that there is, as a date. */
  private static final int VERSION_1 = 0xa280_5140;

  private static final int EXPONENT_BIAS = 16383;
  private static final long MAX_FORM = 0xffff_ffffL;

  @Override
  public String suffix() {
    return isCompressed() ? ".aifc" : ".aiff";
  }

  /**
   * @throws IllegalArgumentException when an AIFF can't tell so large a size; AIFF files of which
   *     that would be a part do not exist
   */
  @Override
  public byte[] header(long frames) {
    int fver = isCompressed() ? CHUNK_HEAD + FVER_BYTES : 0;
    int comm = COMM_BYTES + (isCompressed() ? 6 : 0);
    long data = frames * frameBytes;
    long form = 4 + fver + CHUNK_HEAD + comm + CHUNK_HEAD + SSND_HEAD + data + (data & 1);
    if (form > MAX_FORM) {
      throw new IllegalArgumentException("an AIFF has no room for " + frames + " frames");
    }
    ByteBuffer out = ByteBuffer.allocate(12 + fver + CHUNK_HEAD + comm + CHUNK_HEAD + SSND_HEAD);
    out.put(ascii("FORM")).putInt((int) form).put(ascii(isCompressed() ? "AIFC" : "AIFF"));
    if (isCompressed()) {
      out.put(ascii("FVER")).putInt(FVER_BYTES).putInt(VERSION_1);
    }
    out.put(ascii("COMM")).putInt(comm);
    out.putShort((short) channels).putInt((int) frames).putShort((short) bits);
    putExtended(out, rate);
    if (isCompressed()) {
      // The name of the compression is empty: a length of 0, padded.
      out.put(ascii(compression)).putShort((short) 0);
    }
    out.put(ascii("SSND")).putInt((int) (SSND_HEAD + data)).putInt(0).putInt(0);
    return out.array();
  }

  private boolean isCompressed() {
    return !compression.isEmpty();
  }

  /** IEEE 754 extended precision, 80 bits with a leading 1 in sight. */
  private static void putExtended(ByteBuffer out, int value) {
    int zeros = Long.numberOfLeadingZeros(value);
    out.putShort((short) (EXPONENT_BIAS + Long.SIZE - 1 - zeros)).putLong((long) value << zeros);
  }

  /** The number that {@link #putExtended} wrote, rounded down; -1 when it is none of 31 bits. */
  static int extended(ByteBuffer in) {
    int exponent = in.getShort() - EXPONENT_BIAS;
    long mantissa = in.getLong();
    return exponent < 0 || exponent > 30 ? -1 : (int) (mantissa >>> (Long.SIZE - 1 - exponent));
  }

  private static byte[] ascii(String id) {
    return id.getBytes(ISO_8859_1);
  }
}
