package io.aisml.fs.tier;

/**
 * What a second tier has done since the mount was made.
 *
 * @param bytes of its files, of all mounts; at most the limit, and what others still have open
 * @param records that it found or wrote
 * @param hits entries that came from it
 * @param hitBytes their bytes
 * @param misses entries that it was asked for in vain
 * @param stored entries written
 * @param storedBytes their bytes
 * @param broken entries that were no longer what had been written, and were fetched
 * @param writes whether it takes more
 */
public record TierStatus(
    String directory,
    long bytes,
    long limit,
    int records,
    long hits,
    long hitBytes,
    long misses,
    long stored,
    long storedBytes,
    long broken,
    boolean writes) {}
