package io.aisml.fetcher.local;

import io.aisml.fetcher.archive.TarIndex;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The indexes of the tars that were looked into last, so that reading a shard's members one by one
 * does not scan it each time. May be called by several threads.
 */
final class TarIndexes {
  /** Some 30 MB of names and offsets. */
  private static final int MAX_NAMES = 200_000;

  // in order of use; both guarded by this
  private final Map<Version, TarIndex> indexes = new LinkedHashMap<>(16, 0.75f, true);
  private int names;

  /** The index of a tar, read unless it is remembered and the file has not changed since. */
  TarIndex of(Path path, FileChannel file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    Version version = new Version(path, attributes.size(), attributes.lastModifiedTime());
    TarIndex known = find(version);
    if (known != null) {
      return known;
    }
    // outside of the lock: two threads may read the same index, none waits for another's shard
    TarIndex index = TarIndex.read(file);
    remember(version, index);
    return index;
  }

  private synchronized @Nullable TarIndex find(Version version) {
    return indexes.get(version);
  }

  private synchronized void remember(Version version, TarIndex index) {
    TarIndex previous = indexes.put(version, index);
    names += index.size() - (previous == null ? 0 : previous.size());
    Iterator<TarIndex> oldest = indexes.values().iterator();
    while (names > MAX_NAMES && oldest.hasNext()) {
      names -= oldest.next().size();
      oldest.remove();
    }
  }

  private record Version(Path path, long size, FileTime modified) {}
}
