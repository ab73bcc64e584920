package io.aisml.fetcher.lhotse;

import io.aisml.fetcher.lhotse.Cut.CustomRecording;
import io.aisml.fetcher.lhotse.Cut.DataCut;
import io.aisml.fetcher.lhotse.Cut.MixedCut;
import io.aisml.fetcher.lhotse.Cut.PaddingCut;
import io.aisml.fetcher.lhotse.CutLine.AudioSourceLine;
import io.aisml.fetcher.lhotse.CutLine.RecordingLine;
import io.aisml.fetcher.lhotse.CutLine.TrackLine;
import io.aisml.fetcher.spec.Quoted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the lines of a manifest. Lhotse {@code lhotse/serialization.py: deserialize_item}, except
 * that {@code type} may be missing, as in manifests written for AIStore's client alone, and that
 * unknown fields pass. Not thread-safe.
 */
final class CutParser {
  private static final String REVERB = "ReverbWithImpulseResponse";
  private static final String CHANNEL_SELECTOR = "_channel_selector";
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final ObjectReader LINE = MAPPER.readerFor(CutLine.class);
  private static final ObjectReader RECORDING = MAPPER.readerFor(RecordingLine.class);

  /** Reads one line, UTF-8. */
  Cut parse(byte[] text, int from, int length) throws InvalidCutException {
    try {
      @Nullable CutLine line = LINE.readValue(text, from, length);
      if (line == null) {
        throw new InvalidCutException("'null' is no cut");
      }
      if (isPadding(line, line.type())) {
        throw new InvalidCutException("a PaddingCut can only be a track of a MixedCut");
      }
      return cut(line, line.type());
    } catch (JacksonException e) {
      throw new InvalidCutException(JsonProblem.of(e));
    }
  }

  private Cut cut(CutLine line, @Nullable String type) throws InvalidCutException {
    if (line.id() == null) {
      throw new InvalidCutException("the cut has no 'id'");
    }
    String known = type == null ? guessedType(line) : type;
    return switch (known) {
      case "MonoCut", "MultiCut", "Cut" -> dataCut(line.id(), line);
      case "MixedCut" -> mixedCut(line.id(), line);
      case "PaddingCut" -> new PaddingCut(line.id());
      default ->
          throw new InvalidCutException(
              "unknown type " + Quoted.of(known) + "; expected MonoCut, MultiCut or MixedCut");
    };
  }

  private static String guessedType(CutLine line) throws InvalidCutException {
    if (line.tracks() != null) {
      return "MixedCut";
    }
    if (line.recording() == null && line.audioSource() == null) {
      throw new InvalidCutException("no cut: it has no 'type', 'recording' or 'tracks'");
    }
    return "MonoCut";
  }

  private static boolean isPadding(CutLine line, @Nullable String type) {
    return Objects.equals(type, "PaddingCut") && line.tracks() == null;
  }

  private DataCut dataCut(String id, CutLine line) throws InvalidCutException {
    return new DataCut(
        id, channels(line.channel(), "channel"), recording(line), customRecordings(line.custom()));
  }

  private static Optional<Recording> recording(CutLine line) throws InvalidCutException {
    if (line.recording() != null) {
      return Optional.of(recording(line.recording()));
    }
    return Optional.ofNullable(line.audioSource())
        .map(source -> new AudioSource("", List.of(), source))
        .map(source -> new Recording(List.of(source), List.of(), false));
  }

  private MixedCut mixedCut(String id, CutLine line) throws InvalidCutException {
    if (line.tracks() == null) {
      throw new InvalidCutException("the MixedCut has no 'tracks'");
    }
    List<Cut> tracks = new ArrayList<>();
    for (TrackLine track : line.tracks()) {
      if (track == null || track.cut() == null) {
        throw new InvalidCutException("track " + tracks.size() + " has no 'cut'");
      }
      tracks.add(cut(track.cut(), track.type() == null ? track.cut().type() : track.type()));
    }
    return new MixedCut(id, tracks, impulseResponses(line.transforms()));
  }

  /** Lhotse {@code lhotse/custom.py}: a field is a recording when it has these three keys. */
  private static Map<String, CustomRecording> customRecordings(@Nullable JsonNode custom)
      throws InvalidCutException {
    if (custom == null || !custom.isObject()) {
      return Map.of();
    }
    Map<String, CustomRecording> recordings = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : custom.properties()) {
      JsonNode value = field.getValue();
      if (isRecording(value)) {
        String selector = field.getKey() + CHANNEL_SELECTOR;
        recordings.put(
            field.getKey(),
            new CustomRecording(recording(value), channels(custom.get(selector), selector)));
      }
    }
    return recordings;
  }

  private static boolean isRecording(JsonNode value) {
    return value.has("id") && value.has("sources") && value.has("sampling_rate");
  }

  private static Recording recording(JsonNode node) throws InvalidCutException {
    RecordingLine line = RECORDING.readValue(node);
    return recording(line);
  }

  private static Recording recording(RecordingLine line) throws InvalidCutException {
    List<AudioSource> sources = new ArrayList<>();
    if (line.sources() != null) {
      for (AudioSourceLine source : line.sources()) {
        sources.add(audioSource(source));
      }
    } else if (line.path() != null) {
      sources.add(new AudioSource("", List.of(), line.path()));
    } else {
      throw new InvalidCutException("the recording has no 'sources'");
    }
    return new Recording(
        sources, impulseResponses(line.transforms()), hasReverb(line.transforms()));
  }

  private static AudioSource audioSource(@Nullable AudioSourceLine line)
      throws InvalidCutException {
    if (line == null || line.source() == null) {
      throw new InvalidCutException("a source of the recording has no 'source'");
    }
    return new AudioSource(
        line.type() == null ? "" : line.type(),
        line.channels() == null ? List.of() : List.copyOf(line.channels()),
        line.source());
  }

  private static boolean hasReverb(@Nullable JsonNode transforms) {
    if (transforms == null) {
      return false;
    }
    for (JsonNode transform : transforms) {
      if (transform.path("name").asString("").equals(REVERB)) {
        return true;
      }
    }
    return false;
  }

  /** Lhotse {@code lhotse/augmentation/rir.py}: {@code rir} is a recording, or a cut with one. */
  private static List<Recording> impulseResponses(@Nullable JsonNode transforms)
      throws InvalidCutException {
    List<Recording> recordings = new ArrayList<>();
    if (transforms != null) {
      for (JsonNode transform : transforms) {
        JsonNode rir = transform.path("kwargs").path("rir");
        JsonNode recording = rir.has("recording") ? rir.path("recording") : rir;
        if (recording.has("sources")) {
          recordings.add(recording(recording));
        }
      }
    }
    return recordings;
  }

  private static List<Integer> channels(@Nullable JsonNode node, String field)
      throws InvalidCutException {
    if (node == null || node.isNull()) {
      return List.of();
    }
    List<Integer> channels = new ArrayList<>();
    for (JsonNode channel : node.isArray() ? node : List.of(node)) {
      if (!channel.isInt()) {
        throw new InvalidCutException(
            "'" + field + "' must be a channel's number or a list of them");
      }
      channels.add(channel.intValue());
    }
    return channels;
  }
}
