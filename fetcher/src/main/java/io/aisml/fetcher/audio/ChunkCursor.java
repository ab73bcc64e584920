package io.aisml.fetcher.audio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Steps from chunk to chunk of an EA IFF 85 file, as RIFF and AIFF are, in a piece of the file. A
 * chunk is four characters, the size of its body, and the body, padded to an even size. Not
 * thread-safe.
 */
final class ChunkCursor {
  static final int CHUNK_HEAD = 8;
  private static final int ID_BYTES = 4;

  private final ByteBuffer bytes;
  private final long base;
  private long at;
  private String id = "";
  private long size;

  /**
   * @param base where in the file the piece begins
   * @param at where in the file the first chunk begins
   */
  ChunkCursor(byte[] bytes, ByteOrder order, long base, long at) {
    this.bytes = ByteBuffer.wrap(bytes).order(order);
    this.base = base;
    this.at = at;
  }

  /** Reads the head of a chunk; false when it does not lie in the piece. */
  boolean readHead() {
    if (at + CHUNK_HEAD > base + bytes.limit()) {
      return false;
    }
    int from = (int) (at - base);
    id = new String(bytes.array(), from, ID_BYTES, ISO_8859_1);
    size = Integer.toUnsignedLong(bytes.getInt(from + ID_BYTES));
    return true;
  }

  void skip() {
    at += CHUNK_HEAD + size + (size & 1);
  }

  String id() {
    return id;
  }

  /** Of the chunk's body, bytes, as its head says. */
  long size() {
    return size;
  }

  /** Where in the file the chunk begins. */
  long position() {
    return at;
  }

  /** Where in the file the chunk's body begins. */
  long bodyPosition() {
    return at + CHUNK_HEAD;
  }

  /** Whether so many bytes of the body lie in the piece. */
  boolean hasBody(int length) {
    return bodyPosition() + length <= base + bytes.limit();
  }

  /** The first bytes of the body, which must lie in the piece. */
  ByteBuffer body(int length) {
    return bytes.slice((int) (bodyPosition() - base), length).order(bytes.order());
  }
}
