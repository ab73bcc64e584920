package io.aisml.fetcher.source;

/**
 * One line of a listing: an object, or with {@code archived} a member as {@code shard/member}.
 *
 * @param size bytes
 */
public record ListedObject(String name, long size, boolean archived) {}
