package io.aisml.fs.cache;

/**
 * What a cache holds. Sizes in bytes of memory, each member rounded up.
 *
 * @param reserved for members that are on their way
 * @param unread ready and not yet read
 * @param read may leave
 * @param evictedRead left since the beginning after having been read
 * @param evictedUnread left since the beginning without having been read
 */
public record CacheUsage(
    long budget,
    long free,
    long reserved,
    long unread,
    int unreadMembers,
    long read,
    long readMembers,
    long evictedRead,
    long evictedUnread) {}
