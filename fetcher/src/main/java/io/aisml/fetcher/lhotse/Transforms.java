package io.aisml.fetcher.lhotse;

import io.aisml.fetcher.spec.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the transforms of a recording or of a mix read. Lhotse {@code lhotse/augmentation/}.
 *
 * @param impulseResponses the recordings that reverberations read
 * @param reverberated whether there is a reverberation
 * @param timeChanges of those that change the time, in their order
 * @param obstacle why it is not known how the time changes; empty when it is
 */
record Transforms(
    List<Recording> impulseResponses,
    boolean reverberated,
    List<TimeChange> timeChanges,
    String obstacle) {
  static final Transforms NONE = new Transforms(List.of(), false, List.of(), "");

  private static final String REVERB = "ReverbWithImpulseResponse";

  /** Those that leave the time as it is. */
  private static final Set<String> TIMELESS =
      Set.of(
          REVERB,
          "Volume",
          "Narrowband",
          "LoudnessNormalization",
          "DereverbWPE",
          "Clipping",
          "Compress");

  /** Reads the list of transforms that is the current value; anything else is none. */
  static Transforms of(CutTokens in) throws InvalidCutException {
    if (!in.isArray()) {
      in.skip();
      return NONE;
    }
    List<Recording> recordings = new ArrayList<>();
    List<TimeChange> changes = new ArrayList<>();
    boolean reverberated = false;
    String obstacle = "";
    while (in.nextElement()) {
      if (!in.isObject()) {
        in.skip();
        continue;
      }
      Transform transform = transform(in, recordings);
      reverberated |= transform.name.equals(REVERB);
      Optional<TimeChange> change = transform.timeChange();
      if (change.isPresent()) {
        changes.add(change.get());
      } else if (!TIMELESS.contains(transform.name)) {
        obstacle = "what the transform " + Quoted.of(transform.name) + " does is not known";
      }
    }
    return new Transforms(recordings, reverberated, changes, obstacle);
  }

  /** A transform by name, and those of its arguments that may change the time; 0 when not given. */
  private record Transform(String name, double factor, int from, int to) {
    Optional<TimeChange> timeChange() {
      return switch (name) {
        case "Speed", "Tempo" ->
            factor > 0 ? Optional.of(new TimeChange.Faster(factor)) : Optional.empty();
        case "Resample" ->
            from > 0 && to > 0 ? Optional.of(new TimeChange.Resampled(from, to)) : Optional.empty();
        default -> Optional.empty();
      };
    }

    Transform named(String itsName) {
      return new Transform(itsName, factor, from, to);
    }
  }

  private static Transform transform(CutTokens in, List<Recording> recordings)
      throws InvalidCutException {
    String name = "";
    Transform arguments = new Transform("", 0, 0, 0);
    while (in.nextField()) {
      if (in.name().equals("name") && !in.isObject() && !in.isArray()) {
        String text = in.text();
        name = text == null ? "" : text;
      } else if (in.name().equals("kwargs") && in.isObject()) {
        arguments = arguments(in, recordings);
      } else {
        in.skip();
      }
    }
    return arguments.named(name);
  }

  private static Transform arguments(CutTokens in, List<Recording> recordings)
      throws InvalidCutException {
    double factor = 0;
    double from = 0;
    double to = 0;
    while (in.nextField()) {
      switch (in.name()) {
        case "factor" -> factor = in.number();
        case "source_sampling_rate" -> from = in.number();
        case "target_sampling_rate" -> to = in.number();
        case "rir" -> {
          if (in.isObject()) {
            impulseResponse(in, in.range(), recordings);
          } else {
            in.skip();
          }
        }
        default -> in.skip();
      }
    }
    return new Transform("", factor, (int) from, (int) to);
  }

  /** Lhotse {@code lhotse/augmentation/rir.py}: {@code rir} is a recording, or a cut with one. */
  private static void impulseResponse(CutTokens in, Span range, List<Recording> recordings)
      throws InvalidCutException {
    Set<String> keys = in.fieldsOf(range);
    try (CutTokens value = in.within(range)) {
      if (!keys.contains("recording")) {
        if (keys.contains("sources")) {
          recordings.add(RecordingParser.recording(value));
        }
        return;
      }
      while (value.nextField()) {
        if (value.name().equals("recording") && value.isObject()) {
          impulseResponse(value, value.range(), recordings);
        } else {
          value.skip();
        }
      }
    }
  }
}
