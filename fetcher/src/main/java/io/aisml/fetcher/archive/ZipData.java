package io.aisml.fetcher.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;

/**
 * The bytes of one zip member. Its size and checksum are verified before the last byte is given.
 */
final class ZipData {
  private static final int BUFFER_BYTES = 64 << 10;

  private final ZipArchiveEntry entry;
  private final InputStream in;
  private final CRC32 crc = new CRC32();
  private final byte[] buffer;
  private long remaining;

  ZipData(ZipArchiveEntry entry, InputStream in) throws CorruptArchiveException {
    this.entry = entry;
    this.in = in;
    remaining = entry.getSize();
    buffer = new byte[(int) Math.min(BUFFER_BYTES, remaining)];
    verifyAtEnd();
  }

  /** As {@link MemberStream#read}. */
  int read(ByteBuffer dst) throws IOException {
    if (remaining == 0) {
      return -1;
    }
    int wanted = (int) Math.min(buffer.length, Math.min(dst.remaining(), remaining));
    int count;
    try {
      count = wanted == 0 ? 0 : in.read(buffer, 0, wanted);
    } catch (IOException | RuntimeException e) {
      throw ZipArchive.declared(e);
    }
    if (count < 0) {
      throw new CorruptArchiveException(
          "zip member " + entry.getName() + " is " + remaining + " bytes short");
    }
    crc.update(buffer, 0, count);
    remaining -= count;
    verifyAtEnd();
    dst.put(buffer, 0, count);
    return count;
  }

  private void verifyAtEnd() throws CorruptArchiveException {
    if (remaining == 0 && crc.getValue() != entry.getCrc()) {
      throw new CorruptArchiveException(
          "the checksum of zip member " + entry.getName() + " does not match its data");
    }
  }
}
