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
  double start;
  double duration;
  List<Integer> channels = List.of();
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
              id, start, duration, channels, Optional.ofNullable(recording), custom, arrays);
      case "MixedCut" -> mixedCut(id);
      case "PaddingCut" -> new PaddingCut(id, duration);
      default ->
          throw new InvalidCutException(
              "unknown type " + Quoted.of(known) + "; expected MonoCut, MultiCut or MixedCut");
    };
  }

  private MixedCut mixedCut(String itsId) throws InvalidCutException {
    if (tracks == null) {
      throw new InvalidCutException("the MixedCut has no 'tracks'");
    }
    return new MixedCut(itsId, tracks, impulseResponses);
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
