package io.aisml.fetcher.archive;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.Enumeration;
import java.util.Set;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * The regular files of a zip that lies in a file. Commons Compress's {@code ZipFile}, because
 * {@code java.util.zip.ZipFile} opens members by name, and in a get-batch reply names repeat.
 */
final class ZipArchive implements Closeable {
  /** Go's {@code archive/zip}, which AIStore uses, knows no others. */
  private static final Set<Integer> METHODS = Set.of(ZipEntry.STORED, ZipEntry.DEFLATED);

  private final ZipFile zip;

  private ZipArchive(ZipFile zip) {
    this.zip = zip;
  }

  /**
   * Reads the directory.
   *
   * @param file closed with the archive, and when there is none
   */
  static ZipArchive open(FileChannel file) throws IOException {
    try {
      ZipDirectory.verify(file);
      // names are the directory's; to compare them costs a read for each member
      return new ZipArchive(
          ZipFile.builder().setSeekableByteChannel(file).setIgnoreLocalFileHeader(true).get());
    } catch (IOException | RuntimeException e) {
      file.close();
      throw declared(e);
    }
  }

  /** All entries, in the order of their data; see {@link #isMember}. */
  Enumeration<ZipArchiveEntry> entries() {
    return zip.getEntriesInPhysicalOrder();
  }

  /** Whether an entry is a regular file. */
  static boolean isMember(ZipArchiveEntry entry) {
    return !entry.isDirectory() && !entry.isUnixSymlink();
  }

  /** Goes to an entry's data. */
  ZipData open(ZipArchiveEntry entry) throws IOException {
    if (!METHODS.contains(entry.getMethod())) {
      throw new CorruptArchiveException(
          "bad zip: "
              + entry.getName()
              + " is compressed by method "
              + entry.getMethod()
              + ", which AIStore neither writes nor reads");
    }
    try {
      return new ZipData(entry, zip.getInputStream(entry));
    } catch (IOException | RuntimeException e) {
      throw declared(e);
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  /** What the library throws for bad input, as one of this package's; a closed file stays one. */
  static IOException declared(Exception e) {
    if (e instanceof ClosedChannelException
        || e instanceof CorruptArchiveException
        || e instanceof TruncatedArchiveException) {
      return (IOException) e;
    }
    return new CorruptArchiveException("bad zip: " + e.getMessage(), e);
  }
}
