package io.aisml.fetcher.lhotse;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;

/** The decompressed bytes of a manifest. */
final class ManifestInput {
  private static final int BUFFER_BYTES = 1 << 16;

  // RFC 1952, 2.3.1 and lz4_Frame_format.md
  private static final byte[] GZIP_MAGIC = {0x1f, (byte) 0x8b};
  private static final byte[] LZ4_MAGIC = {0x04, 0x22, 0x4d, 0x18};

  private ManifestInput() {}

  /**
   * Decompresses what looks compressed by its first bytes or else is by its name: Lhotse goes by
   * the name, AIStore's client by both. An empty file is an empty manifest, whatever its name.
   *
   * <p>Gzip members and lz4 frames may follow each other. What follows the last gzip member and is
   * none is ignored, as Python's and the JDK's readers do. The lz4 reader knows linked blocks,
   * which Python's {@code lz4.frame} writes.
   */
  static InputStream decompress(String name, InputStream compressed) throws IOException {
    BufferedInputStream in = new BufferedInputStream(compressed, BUFFER_BYTES);
    in.mark(LZ4_MAGIC.length);
    byte[] head = in.readNBytes(LZ4_MAGIC.length);
    in.reset();
    String lower = name.toLowerCase(Locale.ROOT);
    if (head.length == 0) {
      return in;
    }
    if (startsWith(head, GZIP_MAGIC)) {
      return new GZIPInputStream(in, BUFFER_BYTES);
    }
    if (startsWith(head, LZ4_MAGIC)) {
      return new FramedLZ4CompressorInputStream(in, true);
    }
    if (lower.endsWith(".gz") || lower.endsWith(".gzip")) {
      throw new IOException("not in gzip format");
    }
    if (lower.endsWith(".lz4")) {
      throw new IOException("not an lz4 frame");
    }
    return in;
  }

  /** Whether a stream looks compressed by its first bytes. */
  static boolean isCompressed(InputStream in) throws IOException {
    byte[] head = in.readNBytes(LZ4_MAGIC.length);
    return startsWith(head, GZIP_MAGIC) || startsWith(head, LZ4_MAGIC);
  }

  private static boolean startsWith(byte[] head, byte[] magic) {
    if (head.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if (head[i] != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
