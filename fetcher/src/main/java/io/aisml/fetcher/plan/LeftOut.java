package io.aisml.fetcher.plan;

/**
 * An entry that the mount can't show.
 *
 * @param where file and line of the spec or manifest
 * @param name the entry or cut, as its author would know it
 * @param cause one line
 */
public record LeftOut(String where, String name, String cause) {}
