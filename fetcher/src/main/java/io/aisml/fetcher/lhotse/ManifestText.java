package io.aisml.fetcher.lhotse;

import io.aisml.fetcher.lhotse.LineBlock.ParsedLine;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The decompressed text of a manifest, from any place on. A plain file is read where it is; of a
 * compressed one a copy is kept from the first use on. Any thread may read.
 */
public final class ManifestText {
  private final Path file;
  private final boolean compressed;
  private final long size;
  private final FileTime modified;

  /** Of a file that may be gone by now; null when it is opened each time. */
  private final @Nullable FileChannel kept;

  /** The copy of a compressed manifest; guarded by this. */
  private @Nullable TextSpool spool;

  /**
   * Takes the file as it is now: a later change of it is found and refused.
   *
   * @throws IOException when it can't be read
   */
  public ManifestText(Path file) throws IOException {
    this(file, null);
  }

  /**
   * Takes a file that may be deleted afterwards.
   *
   * @throws IOException when it can't be read
   */
  public static ManifestText keeping(Path file) throws IOException {
    return new ManifestText(file, FileChannel.open(file, StandardOpenOption.READ));
  }

  /** Compresses a text that is written to a file, in a way that can be read here. */
  public static OutputStream compress(OutputStream file) throws IOException {
    return new LZ4FrameOutputStream(file);
  }

  private ManifestText(Path file, @Nullable FileChannel kept) throws IOException {
    this.kept = kept;
    // The working directory may be another one by the time somebody reads.
    this.file = file.toAbsolutePath();
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    this.size = attributes.size();
    this.modified = attributes.lastModifiedTime();
    try (InputStream in = Files.newInputStream(file)) {
      this.compressed = ManifestInput.isCompressed(in);
    }
  }

  /** Takes cuts and their lines, one by one. */
  @FunctionalInterface
  public interface LineVisitor {
    void cut(LineText line, Cut cut) throws IOException;
  }

  /**
   * Reads the cuts of some lines; passes over what is none.
   *
   * @param offset where a line begins in the decompressed text, bytes
   * @param length up to the end of a line, bytes
   * @throws IOException when the file can't be read, or has changed
   */
  public void cuts(long offset, int length, LineVisitor visitor) throws IOException {
    LineBlock block = new LineBlock(Manifest.MAX_LINE);
    LineReader lines =
        new LineReader(new ByteArrayInputStream(read(offset, length)), Manifest.MAX_LINE);
    while (lines.next()) {
      if (!lines.isBlank() || lines.isTooLong()) {
        block.add(lines);
      }
    }
    for (ParsedLine line : block.parse()) {
      Cut cut = line.cut();
      if (cut != null) {
        visitor.cut(line.text(), cut);
      }
    }
  }

  /**
   * Reads exactly {@code length} bytes.
   *
   * @param offset in the decompressed text, bytes
   * @throws IOException when the file can't be read, or has changed
   */
  public byte[] read(long offset, int length) throws IOException {
    byte[] text = new byte[length];
    if (compressed) {
      spool().read(offset, text);
      return text;
    }
    if (kept != null) {
      fill(text, offset, kept);
      return text;
    }
    checkUnchanged();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      fill(text, offset, channel);
    }
    return text;
  }

  private void fill(byte[] text, long offset, FileChannel channel) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(text);
    while (left.hasRemaining()) {
      if (channel.read(left, offset + left.position()) < 0) {
        throw new EOFException(file + " has become shorter since it was mounted");
      }
    }
  }

  private synchronized TextSpool spool() throws IOException {
    if (spool == null) {
      spool = TextSpool.of(ManifestInput.decompress(file.toString(), stream()));
    }
    return spool;
  }

  private InputStream stream() throws IOException {
    if (kept != null) {
      return Channels.newInputStream(kept);
    }
    checkUnchanged();
    return Files.newInputStream(file);
  }

  private void checkUnchanged() throws IOException {
    BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
    if (now.size() != size || !now.lastModifiedTime().equals(modified)) {
      throw new IOException(file + " has changed since it was mounted; mount it again");
    }
  }
}
