package io.aisml.fetcher.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** A buffer in front of a stream, which may be filled in place. For one thread. */
final class GatheredOutput extends OutputStream {
  // What the JDK still copies to native memory of its own without allocating it anew: the launcher
  // sets jdk.nio.maxCachedBufferSize to as much.
  private static final int BUFFER_BYTES = 256 << 10;

  private final OutputStream out;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

  GatheredOutput(OutputStream out) {
    this.out = out;
  }

  /**
   * Lets bytes be put into the buffer.
   *
   * @param max 1 or more
   * @return the number of bytes, or -1
   */
  int fill(ArchiveWriter.Bytes bytes, long max) throws IOException {
    if (!buffer.hasRemaining()) {
      drain();
    }
    buffer.limit((int) Math.min(buffer.capacity(), buffer.position() + max));
    try {
      return bytes.read(buffer);
    } finally {
      buffer.limit(buffer.capacity());
    }
  }

  @Override
  public void write(int b) throws IOException {
    if (!buffer.hasRemaining()) {
      drain();
    }
    buffer.put((byte) b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      if (!buffer.hasRemaining()) {
        drain();
      }
      int count = Math.min(length - done, buffer.remaining());
      buffer.put(bytes, offset + done, count);
      done += count;
    }
  }

  @Override
  public void flush() throws IOException {
    drain();
    out.flush();
  }

  /** Writes what is gathered; the end of a member or compressor is not that of the stream. */
  @Override
  public void close() throws IOException {
    drain();
  }

  private void drain() throws IOException {
    int count = buffer.position();
    buffer.clear(); // what can't be written once is not tried again when closing
    out.write(buffer.array(), 0, count);
  }
}
