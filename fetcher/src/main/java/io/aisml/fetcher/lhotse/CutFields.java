package io.aisml.fetcher.lhotse;

import io.aisml.fetcher.lhotse.Cut.CustomRecording;
import io.aisml.fetcher.lhotse.Cut.DataCut;
import io.aisml.fetcher.lhotse.Cut.MixedCut;
import io.aisml.fetcher.lhotse.Cut.PaddingCut;
import io.aisml.fetcher.lhotse.Cut.Track;
import io.aisml.fetcher.spec.Quoted;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields of a cut while they are read: what they make together shows only at its end. */
final class CutFields {
  @Nullable String id;
  @Nullable String type;
  @Nullable Double start;
  @Nullable Double duration;
  @Nullable Span startAt;
  @Nullable Span durationAt;
  @Nullable List<Integer> channels;
  @Nullable Recording recording;
  @Nullable List<Track> tracks;
  List<Recording> impulseResponses = List.of();
  final Map<String, CustomRecording> custom = new LinkedHashMap<>();
  final Map<String, StoredArray> arrays = new LinkedHashMap<>();

  /**
   * The cut.
   *
   * @param type takes the place of the cut's own
   */
  Cut cut(@Nullable String type) throws InvalidCutException {
    if (id == null) {
      throw new InvalidCutException("the cut has no 'id'");
    }
    String known = type == null ? guessedType() : type;
    return switch (known) {
      case "MonoCut", "MultiCut", "Cut" ->
          new DataCut(
              id,
              start == null ? 0 : start,
              seconds(),
              channels == null ? List.of() : channels,
              Optional.ofNullable(recording),
              custom,
              arrays,
              missing(type),
              startAt,
              durationAt);
      case "MixedCut" -> mixedCut(id, type);
      case "PaddingCut" -> new PaddingCut(id, seconds());
      default ->
          throw new InvalidCutException(
              "unknown type " + Quoted.of(known) + "; expected MonoCut, MultiCut or MixedCut");
    };
  }

  private double seconds() {
    return duration == null ? 0 : duration;
  }

  private String missing(@Nullable String givenType) {
    if (givenType == null) {
      return "type";
    }
    if (start == null) {
      return "start";
    }
    return duration == null ? "duration" : channels == null ? "channel" : "";
  }

  private MixedCut mixedCut(String itsId, @Nullable String givenType) throws InvalidCutException {
    if (tracks == null) {
      throw new InvalidCutException("the MixedCut has no 'tracks'");
    }
    String missing = givenType == null ? "type" : "";
    for (Track track : tracks) {
      missing = missing.isEmpty() ? track.cut().missing() : missing;
    }
    return new MixedCut(itsId, tracks, impulseResponses, missing);
  }

  private String guessedType() throws InvalidCutException {
    if (tracks != null) {
      return "MixedCut";
    }
    if (recording == null) {
      throw new InvalidCutException("no cut: it has no 'type', 'recording' or 'tracks'");
    }
    return "MonoCut";
  }
}
