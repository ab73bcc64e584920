package io.aisml.fetcher.lhotse;

import org.jspecify.annotations.Nullable;

/**
 * Features or an array that lie outside of the manifest. Lhotse {@code lhotse/features/io.py}: a
 * reader of the storage type opens {@code path/key}.
 *
 * @param pathAt where the line says the path
 * @param keyAt where the line says the key
 * @param startAt where the line says when it begins, in seconds of the recording; null when it has
 *     no time of its own
 */
public record StoredArray(
    String storageType, String path, String key, Span pathAt, Span keyAt, @Nullable Span startAt) {}
