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
    if (beginsWith(file, LOCAL_SIGNATURE) || beginsWith(file, END_SIGNATURE)) {
      throw new TruncatedArchiveException("the zip ends without its directory, after byte " + size);
    }
    throw new CorruptArchiveException("not a zip");
  }

  /** Whether the file's first bytes are those of a number, as far as there are any. */
  private static boolean beginsWith(FileChannel file, int signature) throws IOException {
    ByteBuffer expected = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer head = read(file, 0, (int) Math.min(file.size(), expected.capacity()));
    return head.equals(expected.putInt(signature).flip().limit(head.remaining()));
  }

  /** Whether a directory's end record describes what lies between the first byte and itself. */
  private static boolean isOfWholeFile(FileChannel file, long end, ByteBuffer tail, int at)
      throws IOException {
    long bytes = Integer.toUnsignedLong(tail.getInt(at + 12));
    long offset = Integer.toUnsignedLong(tail.getInt(at + 16));
    if (offset + bytes == end) {
      return true;
    }
    // a zip64 has a second end record between directory and end, for too many members or bytes
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
