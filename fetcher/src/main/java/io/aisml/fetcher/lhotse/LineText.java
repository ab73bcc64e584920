package io.aisml.fetcher.lhotse;

/**
 * A line of a manifest as it is written, {@code bytes[from, from + length)} without its line feed:
 * a view, not to be kept.
 *
 * @param offset where the line begins in the decompressed manifest, bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record LineText(byte[] bytes, int from, int length, long offset) {}
