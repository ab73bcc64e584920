package io.aisml.fetcher.lhotse;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FastDecompressor;

/**
 * A stream's text that can be read from any place on: a copy in a temporary file without a name, in
 * blocks compressed with lz4, which grows as far as somebody has read. Any thread may read.
 */
final class TextSpool {
  private static final int BLOCK_BYTES = 1 << 17;

  private final FileChannel copy;
  private final LZ4Compressor compressor = LZ4Factory.fastestInstance().fastCompressor();
  private final LZ4FastDecompressor decompressor = LZ4Factory.fastestInstance().fastDecompressor();

  // All guarded by this.
  private final InputStream in;
  private final List<Block> blocks = new ArrayList<>();
  private long copied;

  /**
   * A piece of the text; all but the last hold the same number of bytes.
   *
   * @param at in the copy
   * @param length in the copy
   * @param textLength decompressed
   */
  private record Block(long at, int length, int textLength) {}

  private TextSpool(InputStream in, FileChannel copy) {
    this.in = in;
    this.copy = copy;
  }

  /**
   * Makes a copy, empty at first.
   *
   * @throws IOException when there is no room for temporary files
   */
  static TextSpool of(InputStream in) throws IOException {
    Path file = Files.createTempFile("aisml-", ".lz4");
    try {
      return new TextSpool(
          in, FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
    } finally {
      Files.delete(file);
    }
  }

  /** Fills {@code dst} with the text from {@code offset} on. */
  synchronized void read(long offset, byte[] dst) throws IOException {
    int filled = 0;
    while (filled < dst.length) {
      long at = offset + filled;
      byte[] text = block(Math.toIntExact(at / BLOCK_BYTES));
      int from = (int) (at % BLOCK_BYTES);
      int length = Math.min(dst.length - filled, text.length - from);
      if (length <= 0) {
        throw new EOFException("the manifest's text ends too early");
      }
      System.arraycopy(text, from, dst, filled, length);
      filled += length;
    }
  }

  private byte[] block(int number) throws IOException {
    while (number >= blocks.size()) {
      copyBlock();
    }
    Block block = blocks.get(number);
    ByteBuffer compressed = ByteBuffer.allocate(block.length());
    while (compressed.hasRemaining()) {
      if (copy.read(compressed, block.at() + compressed.position()) < 0) {
        throw new EOFException("the manifest's copy ends too early");
      }
    }
    return decompressor.decompress(compressed.array(), block.textLength());
  }

  private void copyBlock() throws IOException {
    byte[] text = in.readNBytes(BLOCK_BYTES);
    if (text.length == 0) {
      throw new EOFException("the manifest's text ends too early");
    }
    byte[] compressed = compressor.compress(text);
    ByteBuffer left = ByteBuffer.wrap(compressed);
    while (left.hasRemaining()) {
      copy.write(left, copied + left.position());
    }
    blocks.add(new Block(copied, compressed.length, text.length));
    copied += compressed.length;
  }
}
