package io.aisml.fetcher.lhotse;

import io.aisml.fetcher.lhotse.Cut.CustomRecording;
import io.aisml.fetcher.lhotse.Cut.Track;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;

/**
 * Reads the lines of a manifest. Lhotse {@code lhotse/serialization.py: deserialize_item}, except
 * that {@code type} may be missing, as in manifests written for AIStore's client alone, and that
 * unknown fields pass. Token by token: a line is mostly supervisions, which are passed over.
 */
final class CutParser {
  private static final String CHANNEL_SELECTOR = "_channel_selector";
  private static final String UNALIGNED = "_unaligned";

  private CutParser() {}

  /** Reads one line, UTF-8. */
  static Cut parse(byte[] text, int from, int length) throws InvalidCutException {
    try (CutTokens in = CutTokens.of(text, from, length)) {
      JsonToken first = in.first();
      if (first == JsonToken.VALUE_NULL) {
        throw new InvalidCutException("'null' is no cut");
      }
      if (first != JsonToken.START_OBJECT) {
        throw new InvalidCutException(JsonProblem.NO_OBJECT);
      }
      CutFields fields = fields(in);
      if (!in.isAtEnd()) {
        throw new InvalidCutException(JsonProblem.NO_OBJECT);
      }
      if ("PaddingCut".equals(fields.type) && fields.tracks == null) {
        throw new InvalidCutException("a PaddingCut can only be a track of a MixedCut");
      }
      return fields.cut(fields.type);
    } catch (JacksonException e) {
      throw new InvalidCutException(JsonProblem.of(e));
    }
  }

  private static CutFields fields(CutTokens in) throws InvalidCutException {
    CutFields cut = new CutFields();
    while (in.nextField()) {
      switch (in.name()) {
        case "id" -> cut.id = in.text();
        case "type" -> cut.type = in.text();
        case "start" -> {
          cut.start = in.number();
          cut.startAt = in.span();
        }
        case "duration" -> {
          cut.duration = in.number();
          cut.durationAt = in.span();
        }
        case "channel" -> cut.channels = channels(in, "channel");
        case "recording" -> cut.recording = in.isNull() ? null : RecordingParser.recording(in);
        case "audio_source" -> cut.recording = RecordingParser.ofPath(in);
        case "features" -> array(in, in.range(), "features", cut.arrays);
        case "custom" -> custom(in, cut);
        case "tracks" -> cut.tracks = in.isNull() ? null : tracks(in);
        case "transforms" -> cut.impulseResponses = Transforms.of(in).impulseResponses();
        default -> in.skip();
      }
    }
    return cut;
  }

  private static List<Track> tracks(CutTokens in) throws InvalidCutException {
    if (!in.isArray()) {
      throw in.wrongType();
    }
    List<Track> tracks = new ArrayList<>();
    while (in.nextElement()) {
      if (!in.isObject() && !in.isNull()) {
        throw in.wrongType();
      }
      tracks.add(track(in, tracks.size()));
    }
    return tracks;
  }

  private static Track track(CutTokens in, int number) throws InvalidCutException {
    CutFields cut = null;
    String type = null;
    double offset = 0;
    while (!in.isNull() && in.nextField()) {
      switch (in.name()) {
        case "cut" -> cut = cutOfTrack(in);
        case "type" -> type = in.text();
        case "offset" -> offset = in.number();
        default -> in.skip();
      }
    }
    if (cut == null) {
      throw new InvalidCutException("track " + number + " has no 'cut'");
    }
    return new Track(cut.cut(type == null ? cut.type : type), offset);
  }

  private static @Nullable CutFields cutOfTrack(CutTokens in) throws InvalidCutException {
    if (in.isNull()) {
      return null;
    }
    if (!in.isObject()) {
      throw in.wrongType();
    }
    return fields(in);
  }

  /** Lhotse {@code lhotse/custom.py}: what an object among the custom fields is, its keys say. */
  private static void custom(CutTokens in, CutFields cut) throws InvalidCutException {
    if (!in.isObject()) {
      in.skip();
      return;
    }
    Map<String, Span> objects = new LinkedHashMap<>();
    Map<String, Span> selectors = new LinkedHashMap<>();
    Set<String> unaligned = new HashSet<>();
    while (in.nextField()) {
      String name = in.name();
      if (in.isObject()) {
        objects.put(name, in.range());
      } else if (name.endsWith(CHANNEL_SELECTOR)) {
        selectors.put(name, in.range());
      } else if (name.endsWith(UNALIGNED)) {
        if (in.isTrue()) {
          unaligned.add(name);
        }
        in.skip();
      } else {
        in.skip();
      }
    }
    for (Map.Entry<String, Span> object : objects.entrySet()) {
      String name = object.getKey();
      Set<String> keys = in.fieldsOf(object.getValue());
      if (keys.containsAll(Set.of("id", "sources", "sampling_rate"))) {
        String selector = name + CHANNEL_SELECTOR;
        cut.custom.put(
            name,
            new CustomRecording(
                recordingIn(in, object.getValue()),
                channelsIn(in, selectors.get(selector), selector),
                !unaligned.contains(name + UNALIGNED)));
      } else if (keys.contains("array")) {
        temporalArray(in, object.getValue(), name, cut.arrays);
      } else {
        array(in, object.getValue(), name, cut.arrays);
      }
    }
  }

  private static Recording recordingIn(CutTokens in, Span range) throws InvalidCutException {
    try (CutTokens value = in.within(range)) {
      return RecordingParser.recording(value);
    }
  }

  private static List<Integer> channelsIn(CutTokens in, @Nullable Span range, String field)
      throws InvalidCutException {
    if (range == null) {
      return List.of();
    }
    try (CutTokens value = in.within(range)) {
      return channels(value, field);
    }
  }

  private static void temporalArray(
      CutTokens in, Span range, String name, Map<String, StoredArray> arrays)
      throws InvalidCutException {
    Span array = null;
    Span startAt = null;
    try (CutTokens value = in.within(range)) {
      while (value.nextField()) {
        if (value.name().equals("array") && value.isObject()) {
          array = value.range();
        } else if (value.name().equals("start")) {
          startAt = value.range();
        } else {
          value.skip();
        }
      }
    }
    if (array != null) {
      array(in, array, name, startAt, arrays);
    }
  }

  /** An object without the three fields of a stored array is something else. */
  private static void array(CutTokens in, Span range, String name, Map<String, StoredArray> arrays)
      throws InvalidCutException {
    array(in, range, name, null, arrays);
  }

  /**
   * @param startOutside where the object around it says when it begins
   */
  private static void array(
      CutTokens in,
      Span range,
      String name,
      @Nullable Span startOutside,
      Map<String, StoredArray> arrays)
      throws InvalidCutException {
    try (CutTokens value = in.within(range)) {
      String type = null;
      String path = null;
      String key = null;
      Span typeAt = null;
      Span pathAt = null;
      Span keyAt = null;
      Span startAt = startOutside;
      while (value.nextField()) {
        switch (value.name()) {
          case "storage_type" -> {
            type = value.text();
            typeAt = value.span();
          }
          case "storage_path" -> {
            path = value.text();
            pathAt = value.span();
          }
          case "storage_key" -> {
            key = value.text();
            keyAt = value.span();
          }
          case "start" -> startAt = value.range();
          default -> value.skip();
        }
      }
      if (type != null && path != null && key != null && pathAt != null && keyAt != null) {
        boolean isShar = type.equals(SourceEntry.SHAR);
        arrays.put(
            name, new StoredArray(type, path, key, isShar ? typeAt : null, pathAt, keyAt, startAt));
      }
    }
  }

  private static List<Integer> channels(CutTokens in, String field) throws InvalidCutException {
    if (in.isNull()) {
      return List.of();
    }
    List<Integer> channels = new ArrayList<>();
    if (in.isArray()) {
      while (in.nextElement()) {
        channels.add(channel(in, field));
      }
    } else {
      channels.add(channel(in, field));
    }
    return channels;
  }

  private static int channel(CutTokens in, String field) throws InvalidCutException {
    if (!in.isInteger()) {
      throw new InvalidCutException("'" + field + "' must be a channel's number or a list of them");
    }
    return in.integer();
  }
}
