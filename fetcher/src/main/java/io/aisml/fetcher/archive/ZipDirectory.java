package io.aisml.fetcher.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * Finds out whether a file ends with the directory of the zip that begins at its first byte. A zip
 * that was cut off inside of a member which is a zip itself ends with the inner one's directory,
 * which readers that look for any directory near the end would take. APPNOTE.TXT 4.3.14 to 4.3.16.
 */
final class ZipDirectory {
  private static final int END_BYTES = 22;
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int MAX_COMMENT_BYTES = 0xffff;
  private static final int LOCATOR_BYTES = 20;
  private static final int LOCATOR_SIGNATURE = 0x07064b50;
  private static final int END64_BYTES = 56;
  private static final int END64_SIGNATURE = 0x06064b50;
  private static final int LOCAL_SIGNATURE = 0x04034b50;
  private static final long IN_ZIP64 = 0xffffffffL;

  private ZipDirectory() {}

  /**
   * @throws TruncatedArchiveException when the file begins as a zip and ends without its directory
   * @throws CorruptArchiveException when it does not begin as a zip
   */
  static void verify(FileChannel file) throws IOException {
    long size = file.size();
    int tailBytes = (int) Math.min(size, END_BYTES + MAX_COMMENT_BYTES);
    ByteBuffer tail = read(file, size - tailBytes, tailBytes);
    for (int at = tailBytes - END_BYTES; at >= 0; at--) {
      if (tail.getInt(at) == END_SIGNATURE
          && at + END_BYTES + Short.toUnsignedInt(tail.getShort(at + 20)) == tailBytes
          && isOfWholeFile(file, size - tailBytes + at, tail, at)) {
        return;
      }
    }
    byte[] magic =
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(LOCAL_SIGNATURE).array();
    ByteBuffer head = read(file, 0, (int) Math.min(size, magic.length));
    if (head.equals(ByteBuffer.wrap(magic, 0, head.remaining()))) {
      throw new TruncatedArchiveException("the zip ends without its directory, after byte " + size);
    }
    throw new CorruptArchiveException("not a zip");
  }

  private static boolean isOfWholeFile(FileChannel file, long end, ByteBuffer tail, int at)
      throws IOException {
    long bytes = Integer.toUnsignedLong(tail.getInt(at + 12));
    long offset = Integer.toUnsignedLong(tail.getInt(at + 16));
    if (offset != IN_ZIP64 && bytes != IN_ZIP64) {
      return offset + bytes == end;
    }
    if (end < LOCATOR_BYTES + END64_BYTES) {
      return false;
    }
    ByteBuffer locator = read(file, end - LOCATOR_BYTES, LOCATOR_BYTES);
    long end64 = locator.getLong(8);
    if (locator.getInt(0) != LOCATOR_SIGNATURE
        || end64 < 0
        || end64 > end - LOCATOR_BYTES - END64_BYTES) {
      return false;
    }
    ByteBuffer record = read(file, end64, END64_BYTES);
    return record.getInt(0) == END64_SIGNATURE && record.getLong(40) + record.getLong(48) == end64;
  }

  private static ByteBuffer read(FileChannel file, long offset, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    int count;
    do {
      count = file.read(bytes, offset + bytes.position());
    } while (count >= 0 && bytes.hasRemaining());
    return bytes.flip();
  }
}
