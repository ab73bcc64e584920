package io.aisml.fetcher.archive;

import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarUtils;

/**
 * What one 512-byte header record says by itself, before PAX and GNU records change it. Parsed here
 * because {@code TarArchiveInputStream} takes a missing end mark for the end, does not verify
 * checksums while it streams, and reads past the first zero block.
 *
 * @param type the typeflag
 * @param size bytes of data that follow in the archive, without padding
 */
record TarHeader(String name, byte type, long size) {
  static final int RECORD_BYTES = TarConstants.DEFAULT_RCDSIZE;

  private static final int NAME = 0;
  private static final int NAME_BYTES = 100;
  private static final int SIZE = 124;
  private static final int SIZE_BYTES = 12;
  private static final int TYPE = 156;
  private static final int MAGIC = 257;
  private static final int PREFIX = 345;
  private static final int PREFIX_BYTES = 155;
  // star keeps times behind a shorter prefix: Go archive/tar format.go, headerSTAR
  private static final int STAR_PREFIX_BYTES = 131;
  private static final int STAR_TRAILER = 508;

  private static final byte[] POSIX_MAGIC = {'u', 's', 't', 'a', 'r', 0};
  private static final byte[] STAR_MAGIC = {'t', 'a', 'r', 0};

  /**
   * @param offset where the record stands, for messages
   */
  static TarHeader parse(byte[] block, long offset) throws CorruptArchiveException {
    long size;
    try {
      if (!TarUtils.verifyCheckSum(block)) {
        throw new CorruptArchiveException("bad tar header checksum at byte " + offset);
      }
      size = TarUtils.parseOctalOrBinary(block, SIZE, SIZE_BYTES);
    } catch (IllegalArgumentException e) {
      throw new CorruptArchiveException("bad number in the tar header at byte " + offset, e);
    }
    byte type = block[TYPE];
    String name = text(block, NAME, NAME_BYTES);
    if (matches(block, MAGIC, POSIX_MAGIC)) {
      boolean star = matches(block, STAR_TRAILER, STAR_MAGIC);
      String prefix = text(block, PREFIX, star ? STAR_PREFIX_BYTES : PREFIX_BYTES);
      name = prefix.isEmpty() ? name : prefix + "/" + name;
    }
    if (size < 0) {
      throw new CorruptArchiveException("negative size in the tar header at byte " + offset);
    }
    return new TarHeader(name, type, holdsData(type) ? size : 0);
  }

  /** Whether a member of this type has data; the size field of links and the like says nothing. */
  boolean holdsData() {
    return holdsData(type);
  }

  /** Whether the record is all zeros: the archive's end mark is two of them. */
  static boolean isEndMark(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean holdsData(byte type) {
    // Go archive/tar reader.go: isHeaderOnly; some writers put a hard link's target size there
    return type < TarConstants.LF_LINK || type > TarConstants.LF_FIFO;
  }

  /** The text up to the first NUL. */
  static String text(byte[] bytes, int from, int length) {
    int end = from;
    while (end < from + length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, from, end - from, StandardCharsets.UTF_8);
  }

  private static boolean matches(byte[] block, int at, byte[] magic) {
    for (int i = 0; i < magic.length; i++) {
      if (block[at + i] != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
