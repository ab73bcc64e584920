package io.aisml.fetcher.archive;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG.Bits;

/**
 * Writes an archive to a stream, one regular file after the other. The same members give the same
 * bytes: no times, no owners, mode 0644 as AIStore writes it. For one thread.
 */
public final class ArchiveWriter implements Closeable {
  private static final int COMPRESSOR_BUFFER_BYTES = 64 << 10;
  private static final int COPY_BYTES = 128 << 10;

  /** Where a member's bytes come from. */
  @FunctionalInterface
  public interface Bytes {
    /**
     * Puts bytes into {@code dst}, at least one.
     *
     * @return the number of bytes, or -1 when there are no more
     */
    int read(ByteBuffer dst) throws IOException;
  }

  private final OutputStream target;
  private final GatheredOutput out; // in front of target
  private final ArchiveLayout layout;
  private ByteBuffer copy = ByteBuffer.allocate(0); // for bytes on their way to a compressor
  private boolean inMember;
  private long missing; // bytes that the current member still has to get

  private ArchiveWriter(ArchiveFormat format, OutputStream target) throws IOException {
    this.target = target;
    this.out = new GatheredOutput(target);
    this.layout =
        switch (format) {
          case TAR -> new TarLayout(this.out);
          case TGZ -> new TarLayout(new FastGzip(this.out));
          // as AIStore writes it: cmn/archive/write.go: lz4Writer.init
          case TAR_LZ4 ->
              new TarLayout(
                  new LZ4FrameOutputStream(
                      this.out, BLOCKSIZE.SIZE_256KB, Bits.BLOCK_INDEPENDENCE));
          case ZIP -> new ZipLayout(this.out);
        };
  }

  /**
   * Begins an archive.
   *
   * @param out gets large pieces; closed with the writer
   */
  public static ArchiveWriter to(ArchiveFormat format, OutputStream out) throws IOException {
    return new ArchiveWriter(format, out);
  }

  /**
   * Begins a member; the one before it must be complete.
   *
   * @param name may repeat
   * @param size bytes, exactly as many must be written
   */
  public void begin(String name, long size) throws IOException {
    endMember();
    layout.begin(name, size);
    inMember = true;
    missing = size;
  }

  /** Writes bytes of the current member. */
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (length > missing) {
      throw new IOException("a member is longer than announced, by " + (length - missing));
    }
    layout.data().write(bytes, offset, length);
    missing -= length;
  }

  /**
   * Writes the rest of the current member, in a plain tar without a copy in between.
   *
   * @param bytes gives as many as are missing, and is not asked for more
   * @throws EOFException when they end before the member does
   */
  public void write(Bytes bytes) throws IOException {
    write(bytes, missing);
  }

  /**
   * Writes the next bytes of the current member.
   *
   * @param length how many: {@code bytes} is not asked for more
   * @throws EOFException when there are fewer
   */
  public void write(Bytes bytes, long length) throws IOException {
    if (length > missing) {
      throw new IOException("a member is longer than announced, by " + (length - missing));
    }
    for (long left = length; left > 0; ) {
      int count = layout.data() == out ? out.fill(bytes, left) : copy(bytes, left);
      if (count < 0) {
        throw new EOFException("a member is shorter than announced, by " + left);
      }
      left -= count;
      missing -= count;
    }
  }

  private int copy(Bytes bytes, long limit) throws IOException {
    if (copy.capacity() == 0) {
      copy = ByteBuffer.allocate(COPY_BYTES);
    }
    copy.clear().limit((int) Math.min(limit, COPY_BYTES));
    int count = bytes.read(copy);
    layout.data().write(copy.array(), 0, Math.max(count, 0));
    return count;
  }

  /** Writes the archive's end. */
  public void finish() throws IOException {
    endMember();
    layout.finish();
    out.flush();
  }

  /** Closes the output; without {@link #finish} the archive has no end mark, so none takes it. */
  @Override
  public void close() throws IOException {
    try (target) {
      out.close();
    }
  }

  private void endMember() throws IOException {
    if (missing > 0) {
      throw new IOException("a member is shorter than announced, by " + missing);
    }
    if (inMember) {
      inMember = false;
      layout.end();
    }
  }

  /** At the level at which AIStore compresses: {@code cmn/archive/write.go: tgzWriter.init}. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, COMPRESSOR_BUFFER_BYTES);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
