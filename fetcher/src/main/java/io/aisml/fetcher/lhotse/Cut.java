package io.aisml.fetcher.lhotse;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a line of a manifest says about where a cut's audio lies. Lhotse {@code lhotse/cut/}. */
public sealed interface Cut {
  /** Free text; need not be unique. */
  String id();

  /** Seconds; 0 when the line does not say. */
  double duration();

  /**
   * The field without which Lhotse can't read the line, though its files can be shown; empty when
   * there is none missing.
   */
  String missing();

  /**
   * A MonoCut or MultiCut.
   *
   * @param start seconds from the recording's beginning
   * @param channels those of the recording that the cut is made of; empty when it does not say
   * @param recording empty for a cut of features alone
   * @param custom recordings among the custom fields, by field
   * @param arrays features and arrays, by field
   * @param startAt where the line says the start; null when it does not
   * @param durationAt where the line says the duration; null when it does not
   */
  record DataCut(
      String id,
      double start,
      double duration,
      List<Integer> channels,
      Optional<Recording> recording,
      Map<String, CustomRecording> custom,
      Map<String, StoredArray> arrays,
      String missing,
      @Nullable Span startAt,
      @Nullable Span durationAt)
      implements Cut {
    /** The same cut whose data are elsewhere. */
    public DataCut of(
        Optional<Recording> other,
        Map<String, CustomRecording> otherCustom,
        Map<String, StoredArray> otherArrays) {
      return new DataCut(
          id,
          start,
          duration,
          channels,
          other,
          otherCustom,
          otherArrays,
          missing,
          startAt,
          durationAt);
    }
  }

  /**
   * Cuts laid over or after each other.
   *
   * @param impulseResponses recordings that a reverberation of the mix reads
   */
  record MixedCut(String id, List<Track> tracks, List<Recording> impulseResponses, String missing)
      implements Cut {
    @Override
    public double duration() {
      double end = 0;
      for (Track track : tracks) {
        end = Math.max(end, track.offset() + track.cut().duration());
      }
      return end;
    }
  }

  /** Silence in a mix: it has no data. */
  record PaddingCut(String id, double duration) implements Cut {
    @Override
    public String missing() {
      return "";
    }
  }

  /**
   * A cut in a mix.
   *
   * @param offset seconds from the mix's beginning
   */
  record Track(Cut cut, double offset) {}

  /**
   * A recording in a custom field.
   *
   * @param channels as its {@code _channel_selector} says; empty for all
   * @param aligned whether the cut's time is its own: {@code _unaligned} says no
   */
  record CustomRecording(Recording recording, List<Integer> channels, boolean aligned) {
    /** The same, as another recording. */
    public CustomRecording of(Recording other) {
      return new CustomRecording(other, channels, aligned);
    }
  }
}
