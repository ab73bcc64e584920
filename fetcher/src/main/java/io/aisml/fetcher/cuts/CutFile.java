package io.aisml.fetcher.cuts;

import io.aisml.fetcher.lhotse.AudioPart;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.SourceLine;

/**
 * A member of an archive of cuts.
 *
 * @param cut the cut's id, for messages
 * @param part of the entry that the cut reads
 * @param name in the archive, once in each
 * @param where the manifest has the cut
 */
public record CutFile(String cut, Entry entry, AudioPart part, String name, SourceLine where) {}
