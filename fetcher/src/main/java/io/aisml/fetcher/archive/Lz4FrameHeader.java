package io.aisml.fetcher.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;

/**
 * The descriptor of an LZ4 frame. {@code lz4_Frame_format.md}, "Frame Descriptor".
 *
 * @param linked whether a block may refer to bytes of the blocks before it
 * @param contentBytes the frame's decoded size, or -1 when it isn't told
 * @param maxBlockBytes 64 KiB to 4 MiB
 */
record Lz4FrameHeader(
    boolean linked,
    boolean blockChecksums,
    boolean contentChecksum,
    long contentBytes,
    int maxBlockBytes) {
  private static final XXHash32 HASH = XXHashFactory.fastestJavaInstance().hash32();

  private static final int VERSION = 0b0100_0000;
  private static final int VERSION_MASK = 0b1100_0000;
  private static final int INDEPENDENT = 0b0010_0000;
  private static final int BLOCK_CHECKSUMS = 0b0001_0000;
  private static final int CONTENT_SIZE = 0b0000_1000;
  private static final int CONTENT_CHECKSUM = 0b0000_0100;
  private static final int DICTIONARY = 0b0000_0001;
  private static final int RESERVED = 0b0000_0010;

  /** Reads what follows the magic number. */
  static Lz4FrameHeader read(PullInput input) throws IOException {
    byte[] descriptor = new byte[2];
    readFully(input, descriptor);
    int flags = descriptor[0];
    int sizeCode = descriptor[1] >> 4 & 7;
    if ((flags & VERSION_MASK) != VERSION
        || (flags & RESERVED) != 0
        || (descriptor[1] & 0b1000_1111) != 0
        || sizeCode < 4) {
      throw new CorruptArchiveException("bad LZ4 frame descriptor");
    }
    if ((flags & DICTIONARY) != 0) {
      throw new CorruptArchiveException("the LZ4 frame asks for a dictionary");
    }
    long contentBytes = -1;
    if ((flags & CONTENT_SIZE) != 0) {
      byte[] size = new byte[Long.BYTES];
      readFully(input, size);
      contentBytes = ByteBuffer.wrap(size).order(ByteOrder.LITTLE_ENDIAN).getLong();
      descriptor = Arrays.copyOf(descriptor, descriptor.length + size.length);
      System.arraycopy(size, 0, descriptor, 2, size.length);
    }
    byte[] checksum = new byte[1];
    readFully(input, checksum);
    if ((byte) (HASH.hash(descriptor, 0, descriptor.length, 0) >> 8) != checksum[0]) {
      throw new CorruptArchiveException("the LZ4 frame descriptor's checksum does not match");
    }
    return new Lz4FrameHeader(
        (flags & INDEPENDENT) == 0,
        (flags & BLOCK_CHECKSUMS) != 0,
        (flags & CONTENT_CHECKSUM) != 0,
        contentBytes,
        1 << (8 + 2 * sizeCode));
  }

  private static void readFully(PullInput input, byte[] target) throws IOException {
    if (input.readFully(target) < target.length) {
      throw new TruncatedArchiveException("the LZ4 data ends within a frame descriptor");
    }
  }
}
