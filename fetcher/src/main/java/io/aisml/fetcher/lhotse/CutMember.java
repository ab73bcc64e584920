package io.aisml.fetcher.lhotse;

import io.aisml.fetcher.spec.Entry;

/**
 * A file that a cut's audio, or an array of its, is read from.
 *
 * @param role what it is to the cut, such as {@code .t0.s1}; empty for the only source
 * @param part of the entry that the cut reads
 */
public record CutMember(String role, Entry entry, Mention mention, AudioPart part) {}
