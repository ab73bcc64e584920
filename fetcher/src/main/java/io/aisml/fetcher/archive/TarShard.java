package io.aisml.fetcher.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/** A plain tar, whose index tells where a member lies. */
final class TarShard implements ShardReader {
  private final FileChannel file;
  private final TarIndex index;
  private long position;
  private long end;

  TarShard(FileChannel file, TarIndex index) {
    this.file = file;
    this.index = index;
  }

  @Override
  public @Nullable MemberHeader find(String name) throws IOException {
    TarIndex.Extent extent = index.find(name);
    if (extent == null) {
      position = end;
      return null;
    }
    position = extent.offset();
    end = extent.offset() + extent.size();
    if (end < position || end > file.size()) {
      throw new TruncatedArchiveException(
          "the tar ends within " + extent.name() + ", after byte " + file.size());
    }
    return new MemberHeader(extent.name(), extent.size());
  }

  @Override
  public void skip(long bytes) {
    position += bytes;
  }

  @Override
  public int read(ByteBuffer dst) throws IOException {
    if (position == end) {
      return -1;
    }
    int limit = dst.limit();
    int count;
    try {
      dst.limit((int) Math.min(limit, dst.position() + (end - position)));
      count = file.read(dst, position);
    } finally {
      dst.limit(limit);
    }
    if (count < 0) {
      throw new TruncatedArchiveException("the tar became shorter while it was read");
    }
    position += count;
    return count;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
