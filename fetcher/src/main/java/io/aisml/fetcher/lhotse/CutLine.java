package io.aisml.fetcher.lhotse;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A cut as it is written: the fields that tell where its audio lies. */
record CutLine(
    @Nullable String id,
    @Nullable String type,
    @Nullable JsonNode channel,
    @Nullable RecordingLine recording,
    @Nullable JsonNode custom,
    @Nullable List<TrackLine> tracks,
    @Nullable JsonNode transforms,
    @Nullable String audioSource) {

  /**
   * @param path stands for a single source in manifests that only AIStore's client reads
   */
  record RecordingLine(
      @Nullable List<AudioSourceLine> sources,
      @Nullable JsonNode transforms,
      @Nullable String path) {}

  record AudioSourceLine(
      @Nullable String type, @Nullable List<Integer> channels, @Nullable String source) {}

  /**
   * @param type takes the place of the cut's own
   */
  record TrackLine(@Nullable CutLine cut, @Nullable String type) {}
}
