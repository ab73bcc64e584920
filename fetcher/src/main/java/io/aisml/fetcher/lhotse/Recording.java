package io.aisml.fetcher.lhotse;

import java.util.List;

/**
 * One or more files that are played together. Lhotse {@code lhotse/audio/recording.py}.
 *
 * @param impulseResponses recordings that a reverberation among the transforms reads
 * @param reverberated whether there is a reverberation: the recording's channels are then not those
 *     of its sources
 * @param time of what the sources and transforms make together
 * @param length where the line says how long that is
 */
public record Recording(
    List<AudioSource> sources,
    List<Recording> impulseResponses,
    boolean reverberated,
    RecordingTime time,
    StatedLength length) {
  /** The same recording of other files. */
  public Recording of(List<AudioSource> others) {
    return new Recording(others, impulseResponses, reverberated, time, length);
  }

  /** Whether it is one of a Lhotse Shar directory, whose audio a tar beside the manifest has. */
  public boolean isShar() {
    return sources.size() == 1 && sources.get(0).type().equals(SourceEntry.SHAR);
  }
}
