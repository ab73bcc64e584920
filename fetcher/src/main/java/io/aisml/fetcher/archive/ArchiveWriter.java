package io.aisml.fetcher.archive;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG.Bits;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/**
 * Writes an archive to a stream, one regular file after the other. The same members give the same
 * bytes: no times, no owners. For one thread.
 */
public final class ArchiveWriter implements Closeable {
  private static final int BUFFER_BYTES = 64 << 10;

  private final OutputStream out;
  private final ArchiveFormat format;
  private final ArchiveOutputStream<ArchiveEntry> archive;
  private boolean inMember;
  private long missing; // bytes that the current member still has to get

  private ArchiveWriter(ArchiveFormat format, OutputStream out) throws IOException {
    this.out = new BufferedOutputStream(out, BUFFER_BYTES);
    this.format = format;
    this.archive = archive(format, this.out);
  }

  /**
   * Begins an archive.
   *
   * @param out closed with the writer
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
    archive.putArchiveEntry(entry(name, size));
    inMember = true;
    missing = size;
  }

  /** Writes bytes of the current member. */
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (length > missing) {
      throw new IOException("a member is longer than announced, by " + (length - missing));
    }
    missing -= length;
    archive.write(bytes, offset, length);
  }

  /** Writes the archive's end. */
  public void finish() throws IOException {
    endMember();
    archive.close();
  }

  /** Closes the output; without {@link #finish} the archive has no end mark, so none takes it. */
  @Override
  public void close() throws IOException {
    out.close();
  }

  private void endMember() throws IOException {
    if (missing > 0) {
      throw new IOException("a member is shorter than announced, by " + missing);
    }
    if (inMember) {
      inMember = false;
      archive.closeArchiveEntry();
    }
  }

  private ArchiveEntry entry(String name, long size) {
    if (format == ArchiveFormat.ZIP) {
      ZipArchiveEntry entry = new OneOfMany(name);
      entry.setSize(size);
      entry.setTime(0);
      return entry;
    }
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(size);
    entry.setModTime(0);
    return entry;
  }

  @SuppressWarnings("unchecked") // an output stream takes the entries of its own format
  private static ArchiveOutputStream<ArchiveEntry> archive(ArchiveFormat format, OutputStream out)
      throws IOException {
    ArchiveOutputStream<? extends ArchiveEntry> archive =
        switch (format) {
          case TAR -> tar(out);
          case TGZ -> tar(new GZIPOutputStream(out, BUFFER_BYTES));
          // as AIStore writes it: cmn/archive/write.go: lz4Writer.init
          case TAR_LZ4 ->
              tar(new LZ4FrameOutputStream(out, BLOCKSIZE.SIZE_256KB, Bits.BLOCK_INDEPENDENCE));
          case ZIP -> zip(out);
        };
    return (ArchiveOutputStream<ArchiveEntry>) archive;
  }

  private static TarArchiveOutputStream tar(OutputStream out) {
    TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8");
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
    return tar;
  }

  private static ZipArchiveOutputStream zip(OutputStream out) {
    ZipArchiveOutputStream zip = new ZipArchiveOutputStream(out);
    // a stored member's checksum would have to be known before its bytes
    zip.setLevel(Deflater.NO_COMPRESSION);
    return zip;
  }

  /** Equal to itself only: the library keeps offsets by entry, and names may repeat. */
  private static final class OneOfMany extends ZipArchiveEntry {
    OneOfMany(String name) {
      super(name);
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }
}
