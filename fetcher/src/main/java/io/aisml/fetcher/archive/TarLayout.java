package io.aisml.fetcher.archive;

import static org.apache.commons.compress.archivers.tar.TarConstants.MAXSIZE;
import static org.apache.commons.compress.archivers.tar.TarConstants.NAMELEN;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipEncoding;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;

/**
 * A POSIX tar. The library makes the headers; the data goes past it, because it writes 512 bytes at
 * a time.
 */
final class TarLayout implements ArchiveLayout {
  private static final int MODE = 0644; // AIStore cmn/archive/write.go: tarWriter.Write
  private static final ZipEncoding UTF_8 = ZipEncodingHelper.getZipEncoding("UTF-8");

  private final OutputStream out;
  private final byte[] record = new byte[TarHeader.RECORD_BYTES];
  private final byte[] zeros = new byte[2 * TarHeader.RECORD_BYTES];
  private long size; // of the current member

  /**
   * @param out closed by {@link #finish}, which is where a compressor writes its own end
   */
  TarLayout(OutputStream out) {
    this.out = out;
  }

  @Override
  public void begin(String name, long size) throws IOException {
    this.size = size;
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(size);
    entry.setModTime(0);
    entry.setMode(MODE);
    if (size <= MAXSIZE && isShortAscii(name)) {
      entry.writeEntryHeader(record, UTF_8, false);
      out.write(record);
    } else {
      writeExtended(entry);
    }
  }

  private void writeExtended(TarArchiveEntry entry) throws IOException {
    ByteArrayOutputStream headers = new ByteArrayOutputStream();
    TarArchiveOutputStream tar =
        new TarArchiveOutputStream(headers, TarHeader.RECORD_BYTES, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
    tar.putArchiveEntry(entry); // never ended: the data goes elsewhere
    headers.writeTo(out);
  }

  private static boolean isShortAscii(String name) {
    return name.length() < NAMELEN && name.chars().allMatch(c -> c > 0 && c < 0x80);
  }

  @Override
  public OutputStream data() {
    return out;
  }

  @Override
  public void end() throws IOException {
    out.write(zeros, 0, (int) (-size & (TarHeader.RECORD_BYTES - 1)));
  }

  @Override
  public void finish() throws IOException {
    out.write(zeros);
    out.close();
  }
}
