package io.aisml.fetcher.lhotse;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a line of a manifest says about where a cut's audio lies. Lhotse {@code lhotse/cut/}. */
public sealed interface Cut {
  /** Free text; need not be unique. */
  String id();

  /**
   * A MonoCut or MultiCut.
   *
   * @param channels those of the recording that the cut is made of; empty when it does not say
   * @param recording empty for a cut of features alone
   * @param custom recordings among the custom fields, by field
   */
  record DataCut(
      String id,
      List<Integer> channels,
      Optional<Recording> recording,
      Map<String, CustomRecording> custom)
      implements Cut {}

  /**
   * Cuts laid over or after each other.
   *
   * @param impulseResponses recordings that a reverberation of the mix reads
   */
  record MixedCut(String id, List<Cut> tracks, List<Recording> impulseResponses) implements Cut {}

  /** Silence in a mix: it has no data. */
  record PaddingCut(String id) implements Cut {}

  /**
   * A recording in a custom field.
   *
   * @param channels as its {@code _channel_selector} says; empty for all
   */
  record CustomRecording(Recording recording, List<Integer> channels) {}
}
