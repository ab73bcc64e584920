package io.aisml.fetcher.lhotse;

import java.util.ArrayList;
import java.util.List;

/** Reads recordings. Lhotse {@code lhotse/audio/recording.py}. */
final class RecordingParser {
  private RecordingParser() {}

  /** Reads the recording whose object has just begun. */
  static Recording recording(CutTokens in) throws InvalidCutException {
    if (!in.isObject()) {
      throw in.wrongType();
    }
    List<AudioSource> sources = null;
    Transforms transforms = Transforms.NONE;
    List<AudioSource> path = null;
    double duration = 0;
    double rate = 0;
    Span durationAt = null;
    Span samplesAt = null;
    while (in.nextField()) {
      switch (in.name()) {
        case "sources" -> sources = in.isNull() ? null : sources(in);
        case "transforms" -> transforms = Transforms.of(in);
        case "duration" -> {
          duration = in.number();
          durationAt = in.span();
        }
        case "num_samples" -> samplesAt = in.range();
        case "sampling_rate" -> rate = in.number();
        case "path" -> path = in.isNull() ? null : ofPath(in).sources();
        default -> in.skip();
      }
    }
    List<AudioSource> found = sources == null ? path : sources;
    if (found == null) {
      throw new InvalidCutException("the recording has no 'sources'");
    }
    RecordingTime time =
        new RecordingTime(duration, (int) rate, transforms.timeChanges(), transforms.obstacle());
    return new Recording(
        found,
        transforms.impulseResponses(),
        transforms.reverberated(),
        time,
        new StatedLength(durationAt, samplesAt));
  }

  /** A path that stands for a single source, in manifests that only AIStore's client reads. */
  static Recording ofPath(CutTokens in) throws InvalidCutException {
    String path = in.text();
    return new Recording(
        path == null ? List.of() : List.of(AudioSource.of("", List.of(), path, null, in.span())),
        List.of(),
        false,
        RecordingTime.UNKNOWN,
        StatedLength.NOWHERE);
  }

  private static List<AudioSource> sources(CutTokens in) throws InvalidCutException {
    if (!in.isArray()) {
      throw in.wrongType();
    }
    List<AudioSource> sources = new ArrayList<>();
    while (in.nextElement()) {
      sources.add(source(in));
    }
    return sources;
  }

  private static AudioSource source(CutTokens in) throws InvalidCutException {
    if (!in.isObject() && !in.isNull()) {
      throw in.wrongType();
    }
    String type = null;
    Span typeAt = null;
    String source = null;
    Span sourceAt = null;
    List<Integer> channels = List.of();
    while (!in.isNull() && in.nextField()) {
      switch (in.name()) {
        case "type" -> {
          type = in.text();
          typeAt = in.span();
        }
        case "source" -> {
          source = in.text();
          sourceAt = in.span();
        }
        case "channels" -> channels = channels(in);
        default -> in.skip();
      }
    }
    if (source == null || sourceAt == null) {
      throw new InvalidCutException("a source of the recording has no 'source'");
    }
    return AudioSource.of(type == null ? "" : type, channels, source, typeAt, sourceAt);
  }

  private static List<Integer> channels(CutTokens in) throws InvalidCutException {
    if (in.isNull()) {
      return List.of();
    }
    if (!in.isArray()) {
      throw in.wrongType();
    }
    List<Integer> channels = new ArrayList<>();
    while (in.nextElement()) {
      channels.add(in.integer());
    }
    return channels;
  }
}
