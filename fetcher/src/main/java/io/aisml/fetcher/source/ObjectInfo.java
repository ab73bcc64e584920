package io.aisml.fetcher.source;

/**
 * What a HEAD tells.
 *
 * @param size bytes
 */
public record ObjectInfo(long size) {}
