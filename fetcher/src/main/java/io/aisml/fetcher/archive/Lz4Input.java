package io.aisml.fetcher.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import net.jpountz.xxhash.StreamingXXHash32;
import net.jpountz.xxhash.XXHashFactory;

/**
 * Decodes LZ4 frames ({@code lz4_Frame_format.md}), one block at a time. {@code
 * LZ4FrameInputStream} of lz4-java refuses linked blocks, and reads on after a frame to learn
 * whether another one follows.
 */
final class Lz4Input extends FrameInput {
  private static final LZ4SafeDecompressor DECOMPRESSOR =
      LZ4Factory.fastestInstance().safeDecompressor();

  private static final int MAGIC = 0x184d2204;
  private static final int SKIPPABLE_MAGIC = 0x184d2a50;
  private static final int SKIPPABLE_MASK = 0xfffffff0;
  private static final int STORED = 1 << 31;
  private static final int END_MARK = 0;

  private final PullInput input;
  private final byte[] word = new byte[Integer.BYTES];
  private final StreamingXXHash32 contentHash =
      XXHashFactory.fastestJavaInstance().newStreamingHash32(0);
  private final StreamingXXHash32 blockHash =
      XXHashFactory.fastestJavaInstance().newStreamingHash32(0);

  // of the current frame
  private Lz4FrameHeader frame = new Lz4FrameHeader(false, false, false, -1, 0);
  private boolean inFrame;
  private long frameBytes;
  private Lz4LinkedBlocks linked = new Lz4LinkedBlocks();

  // of the current block
  private byte[] encoded = {};
  private byte[] decoded = {};
  private int position;
  private int limit;

  Lz4Input(InputStream in) {
    this.input = new PullInput(in);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    while (position == limit) {
      if (!inFrame && !readFrameHeader()) {
        return -1;
      }
      readBlock();
    }
    int count = Math.min(length, limit - position);
    System.arraycopy(decoded, position, target, offset, count);
    position += count;
    return count;
  }

  @Override
  void finishFrame() throws IOException {
    while (inFrame) {
      readBlock();
    }
  }

  @Override
  public void close() throws IOException {
    input.close();
  }

  /** Goes into the next frame; false where the input ends before one. */
  private boolean readFrameHeader() throws IOException {
    while (true) {
      int count = input.readFully(word);
      if (count == 0) {
        return false;
      }
      if (count < word.length) {
        throw endsEarly();
      }
      int magic = wordRead();
      if (magic == MAGIC) {
        break;
      }
      if ((magic & SKIPPABLE_MASK) != SKIPPABLE_MAGIC) {
        throw new CorruptArchiveException("not an LZ4 frame");
      }
      long bytes = Integer.toUnsignedLong(readWord());
      if (input.skip(bytes) < bytes) {
        throw endsEarly();
      }
    }
    frame = Lz4FrameHeader.read(input);
    if (decoded.length != frame.maxBlockBytes()) {
      encoded = new byte[frame.maxBlockBytes()];
      decoded = new byte[frame.maxBlockBytes()];
    }
    linked = new Lz4LinkedBlocks();
    contentHash.reset();
    frameBytes = 0;
    inFrame = true;
    return true;
  }

  private void readBlock() throws IOException {
    position = 0;
    limit = 0;
    int size = readWord();
    if (size == END_MARK) {
      verifyFrame();
      inFrame = false;
      return;
    }
    boolean stored = (size & STORED) != 0;
    int length = size & ~STORED;
    if (length > frame.maxBlockBytes()) {
      throw new CorruptArchiveException("an LZ4 block is larger than its frame allows");
    }
    byte[] source = stored ? decoded : encoded;
    if (input.readFully(source, length) < length) {
      throw endsEarly();
    }
    if (frame.blockChecksums()) {
      verifyBlock(source, length);
    }
    limit = stored ? length : decode(length);
    frameBytes += limit;
    if (frame.linked()) {
      linked.append(decoded, limit);
    }
    if (frame.contentChecksum()) {
      contentHash.update(decoded, 0, limit);
    }
  }

  private int decode(int length) throws IOException {
    try {
      return frame.linked()
          ? linked.decode(encoded, length, decoded)
          : DECOMPRESSOR.decompress(encoded, 0, length, decoded, 0, decoded.length);
    } catch (LZ4Exception | IllegalArgumentException | IOException e) {
      throw new CorruptArchiveException("bad LZ4 block: " + e.getMessage(), e);
    }
  }

  private void verifyBlock(byte[] block, int length) throws IOException {
    blockHash.reset();
    blockHash.update(block, 0, length);
    if (readWord() != blockHash.getValue()) {
      throw new CorruptArchiveException("an LZ4 block's checksum does not match");
    }
  }

  private void verifyFrame() throws IOException {
    if (frame.contentBytes() >= 0 && frame.contentBytes() != frameBytes) {
      throw new CorruptArchiveException(
          "the LZ4 frame holds " + frameBytes + " bytes instead of " + frame.contentBytes());
    }
    if (frame.contentChecksum() && readWord() != contentHash.getValue()) {
      throw new CorruptArchiveException("the LZ4 frame's checksum does not match");
    }
  }

  private int readWord() throws IOException {
    if (input.readFully(word) < word.length) {
      throw endsEarly();
    }
    return wordRead();
  }

  private int wordRead() {
    return ByteBuffer.wrap(word).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  private static TruncatedArchiveException endsEarly() {
    return new TruncatedArchiveException("the LZ4 data ends before its end mark");
  }
}
