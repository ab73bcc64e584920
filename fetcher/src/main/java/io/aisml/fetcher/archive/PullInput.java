package io.aisml.fetcher.archive;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * A buffer over an input stream that blocks only for bytes that were asked for: what arrives
 * together is kept, what has not arrived is not waited for. Errors of the stream pass through. A
 * stream that is a channel as well reads large pieces into the caller's buffer itself.
 */
final class PullInput implements Closeable {
  /** A socket's worth; larger buffers gain nothing measurable and fall out of the L2 cache. */
  private static final int BUFFER_BYTES = 64 << 10;

  /** From here on it is cheaper to pass the buffer by than to fill it with what comes next. */
  private static final int WORTH_PASSING = 32 << 10;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int limit;
  private long consumed;

  PullInput(InputStream in) {
    this.in = in;
  }

  /** Bytes taken out so far: the offset of the next one. */
  long offset() {
    return consumed;
  }

  /**
   * Reads what is at hand, at least one byte.
   *
   * @param max at least 1; {@code dst} has room
   * @return -1 at the end of the input
   */
  int read(ByteBuffer dst, long max) throws IOException {
    int wanted = (int) Math.min(dst.remaining(), max);
    int count;
    if (position == limit && wanted >= WORTH_PASSING && in instanceof ReadableByteChannel direct) {
      count = read(direct, dst, wanted);
      if (count < 0) {
        return -1;
      }
    } else if (position == limit && wanted >= BUFFER_BYTES && dst.hasArray()) {
      count = in.read(dst.array(), dst.arrayOffset() + dst.position(), wanted);
      if (count < 0) {
        return -1;
      }
      dst.position(dst.position() + count);
    } else {
      if (position == limit && !fill()) {
        return -1;
      }
      count = Math.min(wanted, limit - position);
      dst.put(buffer, position, count);
      position += count;
    }
    consumed += count;
    return count;
  }

  private static int read(ReadableByteChannel direct, ByteBuffer dst, int wanted)
      throws IOException {
    int limit = dst.limit();
    dst.limit(dst.position() + wanted);
    try {
      return direct.read(dst);
    } finally {
      dst.limit(limit);
    }
  }

  /** Fills {@code target}; the count is smaller than its length only at the end of the input. */
  int readFully(byte[] target) throws IOException {
    return readFully(target, target.length);
  }

  /** Fills the first {@code length} bytes of {@code target}, fewer at the end of the input. */
  int readFully(byte[] target, int length) throws IOException {
    int done = 0;
    while (done < length && (position < limit || fill())) {
      int count = Math.min(length - done, limit - position);
      System.arraycopy(buffer, position, target, done, count);
      position += count;
      done += count;
    }
    consumed += done;
    return done;
  }

  /** Passes over bytes; the count is smaller than {@code bytes} only at the end of the input. */
  long skip(long bytes) throws IOException {
    long left = bytes;
    while (left > 0) {
      if (position == limit) {
        long leapt = left > BUFFER_BYTES ? in.skip(left) : 0;
        left -= leapt;
        if (leapt == 0 && !fill()) {
          break;
        }
      }
      int count = (int) Math.min(left, limit - position);
      position += count;
      left -= count;
    }
    consumed += bytes - left;
    return bytes - left;
  }

  private boolean fill() throws IOException {
    int count = in.read(buffer, 0, BUFFER_BYTES);
    position = 0;
    limit = Math.max(count, 0);
    return count >= 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
