package io.aisml.fetcher.archive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorInputStream;

/**
 * Decodes blocks that refer to the 64 KiB before them, which lz4-java's decompressors can't. Slower
 * than those; neither AIStore nor {@code lz4} write such frames unless asked to.
 */
final class Lz4LinkedBlocks {
  private static final int WINDOW_BYTES = 64 << 10;

  private byte[] window = {};

  /**
   * Decodes one block.
   *
   * @return its decoded size, at most {@code target.length}
   */
  int decode(byte[] source, int length, byte[] target) throws IOException {
    try (var block =
        new BlockLZ4CompressorInputStream(new ByteArrayInputStream(source, 0, length))) {
      block.prefill(window);
      int size = block.readNBytes(target, 0, target.length);
      if (block.read() >= 0) {
        throw new CorruptArchiveException("an LZ4 block is larger than its frame allows");
      }
      return size;
    }
  }

  /** Remembers decoded bytes for the blocks after them. */
  void append(byte[] decoded, int length) {
    int fresh = Math.min(length, WINDOW_BYTES);
    int kept = Math.min(window.length, WINDOW_BYTES - fresh);
    byte[] next = Arrays.copyOfRange(window, window.length - kept, window.length + fresh);
    System.arraycopy(decoded, length - fresh, next, kept, fresh);
    window = next;
  }
}
