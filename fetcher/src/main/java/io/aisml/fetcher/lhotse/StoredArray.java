package io.aisml.fetcher.lhotse;

/**
 * Features or an array that lie outside of the manifest. Lhotse {@code lhotse/features/io.py}: a
 * reader of the storage type opens {@code path/key}.
 *
 * @param pathAt where the line says the path
 * @param keyAt where the line says the key
 */
public record StoredArray(String storageType, String path, String key, Span pathAt, Span keyAt) {}
