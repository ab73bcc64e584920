package io.aisml.fetcher.archive;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Enumeration;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.jspecify.annotations.Nullable;

/**
 * The members of a zip that comes as a stream. Its sizes stand behind the data, and stored members
 * have no end mark of their own, so it is spooled to a temporary file and read from its directory.
 * AIStore {@code cmn/archive/write.go: zipWriter}.
 */
final class ZipMemberStream implements MemberStream {
  private static final int BUFFER_BYTES = 64 << 10;

  private final Closeable input;
  private final Spool spool;
  private @Nullable ZipArchive archive; // null until the first next()
  private @Nullable Enumeration<ZipArchiveEntry> entries;
  private @Nullable ZipArchiveEntry current;
  private @Nullable ZipData data; // null until the current member is read

  private ZipMemberStream(Closeable input, Spool spool) {
    this.input = input;
    this.spool = spool;
  }

  /** A zip that comes as a stream. */
  static ZipMemberStream of(InputStream in) {
    return new ZipMemberStream(in, () -> spool(in));
  }

  /** A zip that lies in a file already. */
  static ZipMemberStream of(FileChannel file) {
    return new ZipMemberStream(file, () -> file);
  }

  /** Where the whole zip is when it can be read. */
  private interface Spool {
    FileChannel file() throws IOException;
  }

  @Override
  public @Nullable MemberHeader next() throws IOException {
    if (archive == null) {
      archive = ZipArchive.open(spool.file());
      entries = archive.entries();
    }
    current = null;
    data = null;
    while (entries != null && entries.hasMoreElements()) {
      ZipArchiveEntry entry = entries.nextElement();
      if (ZipArchive.isMember(entry)) {
        current = entry;
        return new MemberHeader(entry.getName(), entry.getSize());
      }
    }
    return null;
  }

  @Override
  public int read(ByteBuffer dst) throws IOException {
    if (archive == null || current == null) {
      return -1;
    }
    if (data == null) {
      data = archive.open(current);
    }
    return data.read(dst);
  }

  @Override
  public void close() throws IOException {
    try (input) {
      if (archive != null) {
        archive.close();
      }
    }
  }

  /** Copies the input to a file that is gone when it is closed, or when the process ends. */
  private static FileChannel spool(InputStream in) throws IOException {
    Path path = Files.createTempFile("aisml-", ".zip");
    FileChannel file =
        FileChannel.open(
            path,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    try {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        ByteBuffer chunk = ByteBuffer.wrap(buffer, 0, count);
        while (chunk.hasRemaining()) {
          file.write(chunk);
        }
      }
      return file;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }
}
