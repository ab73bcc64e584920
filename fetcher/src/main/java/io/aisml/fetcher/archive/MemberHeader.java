package io.aisml.fetcher.archive;

/**
 * A member's name and size, as the archive states them.
 *
 * @param size bytes, 0 or more
 */
public record MemberHeader(String name, long size) {}
