package io.aisml.fs.tree;

import java.nio.ByteBuffer;

/** What a generated file contains. Never changes; any thread may ask. */
public interface Text {
  /** Bytes. */
  long size();

  /**
   * Copies from {@code offset} on, as many bytes as {@code into} takes.
   *
   * @param offset 0 to {@link #size}
   */
  void read(long offset, ByteBuffer into);

  /** A text that is held in memory. */
  static Text of(byte[] bytes) {
    return new Text() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public void read(long offset, ByteBuffer into) {
        int from = (int) offset;
        into.put(bytes, from, Math.min(into.remaining(), bytes.length - from));
      }
    };
  }
}
