package io.aisml.fetcher.layout;

import io.aisml.fetcher.lhotse.ManifestText;
import io.aisml.fetcher.plan.GeneratedFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Lines of a manifest in a row, byte for byte, and a line feed behind the last.
 *
 * @param start in the manifest's text, bytes
 * @param length bytes without the last line feed; 0 for no lines
 */
record OriginalLines(ManifestText text, long start, long length) implements GeneratedFile {
  @Override
  public long size() {
    return length == 0 ? 0 : length + 1;
  }

  @Override
  public void read(long offset, ByteBuffer dst) throws IOException {
    if (offset < length) {
      int count = (int) Math.min(dst.remaining(), length - offset);
      dst.put(text.read(start + offset, count));
    }
    if (dst.hasRemaining() && length > 0 && offset <= length) {
      dst.put((byte) '\n');
    }
  }
}
