package io.aisml.fetcher.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Gunzips, RFC 1952. {@code java.util.zip.GZIPInputStream} asks {@code available()} whether another
 * gzip member follows, which a network stream can't say, and Commons Compress fills the whole
 * buffer before it returns, so that a tar member would wait for the one after it.
 */
final class GzipInput extends FrameInput {
  private static final int BUFFER_BYTES = 64 << 10;
  private static final int MAGIC = 0x8b1f;
  private static final int DEFLATE = 8;
  private static final int HAS_HEADER_CRC = 2;
  private static final int HAS_EXTRA = 4;
  private static final int HAS_NAME = 8;
  private static final int HAS_COMMENT = 16;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position; // while inside of a frame the inflater knows better
  private int limit;

  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private boolean inFrame;

  GzipInput(InputStream in) {
    this.in = in;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    while (inFrame || readHeader()) {
      int count = inflate(target, offset, length);
      if (count > 0) {
        return count;
      }
      readTrailer();
    }
    return -1;
  }

  @Override
  void finishFrame() throws IOException {
    byte[] rest = new byte[TarHeader.RECORD_BYTES];
    while (inFrame) {
      if (inflate(rest, 0, rest.length) == 0) {
        readTrailer();
      }
    }
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }

  /** Inflates at least one byte, or gives 0 after the last one of the frame. */
  private int inflate(byte[] target, int offset, int length) throws IOException {
    try {
      while (true) {
        int count = inflater.inflate(target, offset, length);
        if (count > 0) {
          crc.update(target, offset, count);
          return count;
        }
        if (inflater.finished()) {
          return 0;
        }
        if (inflater.needsDictionary()) {
          throw new CorruptArchiveException("the gzip data asks for a preset dictionary");
        }
        if (!fill()) {
          throw endsEarly();
        }
        inflater.setInput(buffer, 0, limit);
      }
    } catch (DataFormatException e) {
      throw new CorruptArchiveException("bad gzip data: " + e.getMessage(), e);
    }
  }

  /** Goes into the next frame; false where the input ends before one. */
  private boolean readHeader() throws IOException {
    if (position == limit && !fill()) {
      return false;
    }
    if (readShort() != MAGIC || readByte() != DEFLATE) {
      throw new CorruptArchiveException("not gzip data");
    }
    int flags = readByte();
    skip(6); // time, compression level, operating system
    if ((flags & HAS_EXTRA) != 0) {
      skip(readShort());
    }
    if ((flags & HAS_NAME) != 0) {
      skipText();
    }
    if ((flags & HAS_COMMENT) != 0) {
      skipText();
    }
    if ((flags & HAS_HEADER_CRC) != 0) {
      skip(2);
    }
    inflater.reset();
    inflater.setInput(buffer, position, limit - position);
    crc.reset();
    inFrame = true;
    return true;
  }

  private void readTrailer() throws IOException {
    position = limit - inflater.getRemaining();
    long expectedCrc = readInt();
    long expectedSize = readInt();
    if (expectedCrc != crc.getValue()
        || expectedSize != (inflater.getBytesWritten() & 0xffffffffL)) {
      throw new CorruptArchiveException("the gzip checksum does not match the data");
    }
    inFrame = false;
  }

  private long readInt() throws IOException {
    return readShort() | (long) readShort() << 16;
  }

  private int readShort() throws IOException {
    return readByte() | readByte() << 8;
  }

  private int readByte() throws IOException {
    if (position == limit && !fill()) {
      throw endsEarly();
    }
    return buffer[position++] & 0xff;
  }

  private void skip(int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      readByte();
    }
  }

  private void skipText() throws IOException {
    int character;
    do {
      character = readByte();
    } while (character != 0);
  }

  private boolean fill() throws IOException {
    int count = in.read(buffer, 0, buffer.length);
    position = 0;
    limit = Math.max(count, 0);
    return count >= 0;
  }

  private static TruncatedArchiveException endsEarly() {
    return new TruncatedArchiveException("the gzip data ends before its trailer");
  }
}
