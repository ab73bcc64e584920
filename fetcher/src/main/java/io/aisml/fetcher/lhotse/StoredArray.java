package io.aisml.fetcher.lhotse;

import org.jspecify.annotations.Nullable;

/**
 * Features or an array that lie outside of the manifest. Lhotse {@code lhotse/features/io.py}: a
 * reader of the storage type opens {@code path/key}.
 *
 * @param typeAt where the line says the storage type, if that is not the one it has to say; null if
 *     it is
 * @param pathAt where the line says the path
 * @param keyAt where the line says the key
 * @param startAt where the line says when it begins, in seconds of the recording; null when it has
 *     no time of its own
 */
public record StoredArray(
    String storageType,
    String path,
    String key,
    @Nullable Span typeAt,
    Span pathAt,
    Span keyAt,
    @Nullable Span startAt) {
  /** Whether it is one of a Lhotse Shar directory, whose data a tar beside the manifest has. */
  public boolean isShar() {
    return storageType.equals(SourceEntry.SHAR);
  }

  /** The same array where objects of a store have it. */
  public StoredArray at(String type, String url, String name) {
    return new StoredArray(type, url, name, typeAt, pathAt, keyAt, startAt);
  }
}
