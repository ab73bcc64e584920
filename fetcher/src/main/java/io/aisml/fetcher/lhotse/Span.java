package io.aisml.fetcher.lhotse;

/**
 * Where a value stands in its line, quotes included.
 *
 * @param from bytes from the beginning of the line
 * @param to exclusive
 */
public record Span(int from, int to) {}
