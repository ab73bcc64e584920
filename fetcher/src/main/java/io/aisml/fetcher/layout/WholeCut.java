package io.aisml.fetcher.layout;

/**
 * A cut whose files are whole although clips were asked for.
 *
 * @param where file and line of the manifest
 * @param cut its id
 * @param cause one line
 */
public record WholeCut(String where, String cut, String cause) {}
