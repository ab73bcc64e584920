package io.aisml.fetcher.plan;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads what {@link ColumnWriter} has written. Throws {@link EOFException} when it is cut off. */
final class ColumnReader {
  static final int BUFFER_BYTES = 64 << 10;

  private final InputStream in;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);

  ColumnReader(InputStream in) {
    this.in = in;
  }

  int number() throws IOException {
    return filled(Integer.BYTES).getInt();
  }

  long longNumber() throws IOException {
    return filled(Long.BYTES).getLong();
  }

  String text() throws IOException {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  byte[] bytes() throws IOException {
    byte[] column = new byte[length()];
    int held = Math.min(column.length, buffer.remaining());
    buffer.get(column, 0, held);
    if (in.readNBytes(column, held, column.length - held) < column.length - held) {
      throw new EOFException();
    }
    return column;
  }

  int[] ints() throws IOException {
    int[] column = new int[length()];
    for (int i = 0; i < column.length; i++) {
      column[i] = number();
    }
    return column;
  }

  long[] longs() throws IOException {
    long[] column = new long[length()];
    for (int i = 0; i < column.length; i++) {
      column[i] = longNumber();
    }
    return column;
  }

  double[] doubles() throws IOException {
    double[] column = new double[length()];
    for (int i = 0; i < column.length; i++) {
      column[i] = Double.longBitsToDouble(longNumber());
    }
    return column;
  }

  /** The count of what follows. */
  int length() throws IOException {
    int length = number();
    if (length < 0) {
      throw new IOException("a column of " + length + " elements");
    }
    return length;
  }

  private ByteBuffer filled(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      buffer.compact();
      int read = in.readNBytes(buffer.array(), buffer.position(), buffer.remaining());
      buffer.position(buffer.position() + read).flip();
      if (buffer.remaining() < bytes) {
        throw new EOFException();
      }
    }
    return buffer;
  }
}
