package io.aisml.fetcher.aistore;

import io.aisml.fetcher.archive.ListedName;
import io.aisml.fetcher.archive.MemberHeader;
import io.aisml.fetcher.archive.MemberStream;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The members of a shard that are stored under other names than they are listed by, in a temporary
 * file without a name. May be read by several threads.
 */
final class KeptMembers implements Closeable {
  private static final int COPY_BYTES = 64 << 10;

  /** Not a channel, which an interrupt of one reader would close for all. Guarded by itself. */
  private final RandomAccessFile file;

  private final Map<String, Extent> extents = new HashMap<>();
  private long size;

  private record Extent(long offset, long size) {}

  private KeptMembers(RandomAccessFile file) {
    this.file = file;
  }

  /** Reads a shard to its end. */
  static KeptMembers of(MemberStream shard) throws IOException {
    File path = File.createTempFile("aisml-", ".members");
    KeptMembers kept = new KeptMembers(new RandomAccessFile(path, "rw"));
    boolean whole = false;
    try {
      Files.delete(path.toPath());
      for (MemberHeader member = shard.next(); member != null; member = shard.next()) {
        String listed = ListedName.of(member.name());
        if (listed != null && !member.name().equals(listed) && !kept.has(listed)) {
          kept.keep(listed, shard);
        }
      }
      whole = true;
      return kept;
    } finally {
      if (!whole) {
        kept.close();
      }
    }
  }

  private void keep(String listed, MemberStream member) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(COPY_BYTES);
    long offset = size;
    while (member.read(buffer.clear()) >= 0) {
      file.write(buffer.array(), 0, buffer.position());
      size += buffer.position();
    }
    extents.put(listed, new Extent(offset, size - offset));
  }

  boolean has(String listed) {
    return extents.containsKey(listed);
  }

  /** Bytes in the file. */
  long size() {
    return size;
  }

  /** A member's size in bytes. */
  long size(String listed) {
    return extent(listed).size;
  }

  /** A member's bytes; ends the reading with an exception once this is closed. */
  InputStream open(String listed) {
    Extent extent = extent(listed);
    return new Reading(extent.offset, extent.offset + extent.size);
  }

  private Extent extent(String listed) {
    return Objects.requireNonNull(extents.get(listed));
  }

  @Override
  public void close() throws IOException {
    synchronized (file) {
      file.close();
    }
  }

  private final class Reading extends InputStream {
    private final long end;
    private long position;

    Reading(long position, long end) {
      this.position = position;
      this.end = end;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (position == end) {
        return -1;
      }
      int count;
      synchronized (file) {
        file.seek(position);
        count = file.read(bytes, offset, (int) Math.min(length, end - position));
      }
      position += Math.max(count, 0);
      return count;
    }

    @Override
    public long skip(long bytes) {
      long skipped = Math.max(0, Math.min(bytes, end - position));
      position += skipped;
      return skipped;
    }
  }
}
