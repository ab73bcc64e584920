package io.aisml.fetcher.plan;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes columns as {@link ColumnReader} reads them: their length, then their elements. */
final class ColumnWriter {
  private final OutputStream out;
  private final ByteBuffer buffer = ByteBuffer.allocate(ColumnReader.BUFFER_BYTES);

  ColumnWriter(OutputStream out) {
    this.out = out;
  }

  void number(int value) throws IOException {
    room(Integer.BYTES).putInt(value);
  }

  void number(long value) throws IOException {
    room(Long.BYTES).putLong(value);
  }

  void text(String text) throws IOException {
    bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  void bytes(byte[] column) throws IOException {
    bytes(column, column.length);
  }

  /** The first elements of a column. */
  void bytes(byte[] column, int length) throws IOException {
    number(length);
    flush();
    out.write(column, 0, length);
  }

  void ints(int[] column) throws IOException {
    number(column.length);
    for (int value : column) {
      number(value);
    }
  }

  void longs(long[] column) throws IOException {
    number(column.length);
    for (long value : column) {
      number(value);
    }
  }

  void doubles(double[] column) throws IOException {
    number(column.length);
    for (double value : column) {
      number(Double.doubleToRawLongBits(value));
    }
  }

  /** Hands on what is still held here. */
  void flush() throws IOException {
    out.write(buffer.array(), 0, buffer.position());
    buffer.clear();
  }

  private ByteBuffer room(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      flush();
    }
    return buffer;
  }
}
