package io.aisml.fetcher.local;

import io.aisml.fetcher.archive.ArchiveFormat;
import io.aisml.fetcher.archive.MemberHeader;
import io.aisml.fetcher.archive.ShardReader;
import io.aisml.fetcher.archive.Shards;
import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.source.SourceException;
import io.aisml.fetcher.spec.ByteRange;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.ObjectRef;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An object's open file, from which entries are read one after the other. For one thread, but for
 * {@link #interruptRead}.
 */
final class OpenObject implements Closeable {
  private final ObjectRef object;
  private final Path path;
  private final FileChannel file;
  private final TarIndexes indexes;
  private @Nullable ShardReader shard; // null until a member is asked for

  // of the current entry
  private boolean inShard;
  private long position;
  private long remaining;

  OpenObject(ObjectRef object, Path path, TarIndexes indexes) throws IOException {
    this.object = object;
    this.path = path;
    this.file = FileChannel.open(path);
    this.indexes = indexes;
  }

  boolean is(ObjectRef other) {
    return object.equals(other);
  }

  /**
   * Goes to an entry of this object.
   *
   * @return its size in bytes
   */
  long seek(Entry entry) throws IOException {
    remaining = 0;
    inShard = entry.isArchived();
    long size = inShard ? findMember(entry) : file.size();
    ByteRange range = entry.range();
    if (range.isWhole()) {
      position = 0;
      remaining = size;
    } else {
      verify(entry, size);
      position = range.start();
      remaining = range.hasLength() ? range.length() : size - range.start();
    }
    if (shard != null && inShard) {
      shard.skip(position);
    }
    return remaining;
  }

  /** As {@link io.aisml.fetcher.source.EntryStream#read}. */
  int read(ByteBuffer dst) throws IOException {
    if (remaining == 0) {
      return -1;
    }
    int limit = dst.limit();
    int count;
    try {
      dst.limit((int) Math.min(limit, dst.position() + remaining));
      count = shard != null && inShard ? shard.read(dst) : file.read(dst, position);
    } finally {
      dst.limit(limit);
    }
    if (count < 0) {
      throw new EOFException("the file became shorter while it was read");
    }
    position += count;
    remaining -= count;
    return count;
  }

  /** Makes a blocked read throw; from any thread. */
  void interruptRead() throws IOException {
    file.close();
  }

  @Override
  public void close() throws IOException {
    try (file) {
      if (shard != null) {
        shard.close();
      }
    }
  }

  private long findMember(Entry entry) throws IOException {
    if (shard == null) {
      shard = Shards.open(format(entry), file, () -> indexes.of(path, file));
    }
    MemberHeader member = shard.find(entry.archpath());
    if (member == null) {
      throw new SourceException(FailureKind.NOT_FOUND, entry + " does not exist in its shard");
    }
    return member.size();
  }

  /**
   * By the object's name, else by its first bytes. AIStore {@code core/lfile.go:
   * NewArchpathReader}.
   */
  private ArchiveFormat format(Entry entry) throws IOException {
    var byName = ArchiveFormat.ofName(object.name());
    if (byName.isPresent()) {
      return byName.get();
    }
    ByteBuffer head = ByteBuffer.allocate(ArchiveFormat.MAGIC_BYTES);
    int count;
    do {
      count = file.read(head, head.position());
    } while (count > 0);
    byte[] bytes = new byte[head.flip().remaining()];
    head.get(bytes);
    return ArchiveFormat.ofMagic(bytes)
        .orElseThrow(
            () ->
                new SourceException(
                    FailureKind.FAILED,
                    entry + ": " + object + " is not a tar, tgz, tar.lz4 or zip archive"));
  }

  /** AIStore refuses what lies outside, it does not clip: {@code api/apc/ml.go: CheckRange}. */
  private static void verify(Entry entry, long size) throws SourceException {
    ByteRange range = entry.range();
    if (range.start() >= size || range.length() > size - range.start()) {
      throw new SourceException(
          FailureKind.FAILED,
          "%s: size=%d: not satisfiable range [start=%d,length=%d]"
              .formatted(entry, size, range.start(), range.length()));
    }
  }
}
