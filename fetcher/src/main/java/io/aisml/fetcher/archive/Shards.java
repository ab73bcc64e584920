package io.aisml.fetcher.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;

/** Opens shards. */
public final class Shards {
  private Shards() {}

  /**
   * Opens a shard for look-ups.
   *
   * @param index of a plain tar; not asked for with another format
   */
  public static ShardReader open(ArchiveFormat format, FileChannel file, IndexSource index)
      throws IOException {
    return switch (format) {
      case TAR -> new TarShard(file, index.get());
      case ZIP -> new ZipShard(ZipArchive.open(file));
      case TGZ, TAR_LZ4 -> new ScannedShard(format, file);
    };
  }

  /** Reads a tar's index, or remembers it. */
  @FunctionalInterface
  public interface IndexSource {
    TarIndex get() throws IOException;
  }

  /** The name under which a member is found: without one leading slash. */
  static String key(String name) {
    return name.startsWith("/") ? name.substring(1) : name;
  }

  /** The name by which a member is listed, where it is not found under that. */
  static Optional<String> listedOtherwise(String name) {
    return Optional.ofNullable(ListedName.of(name)).filter(listed -> !listed.equals(key(name)));
  }

  /** Reads a shard's member up to where a range begins, for formats that can't seek. */
  static void discard(ShardReader shard, long bytes) throws IOException {
    ByteBuffer scratch = ByteBuffer.allocate((int) Math.min(64 << 10, bytes));
    long left = bytes;
    while (left > 0) {
      int count = shard.read(scratch.clear().limit((int) Math.min(scratch.capacity(), left)));
      if (count < 0) {
        throw new IllegalArgumentException("skips " + left + " bytes more than the member has");
      }
      left -= count;
    }
  }
}
