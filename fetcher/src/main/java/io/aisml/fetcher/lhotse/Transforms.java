package io.aisml.fetcher.lhotse;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the transforms of a recording or of a mix read. Lhotse {@code lhotse/augmentation/}.
 *
 * @param impulseResponses the recordings that reverberations read
 * @param reverberated whether there is a reverberation
 */
record Transforms(List<Recording> impulseResponses, boolean reverberated) {
  static final Transforms NONE = new Transforms(List.of(), false);

  private static final String REVERB = "ReverbWithImpulseResponse";

  /** Reads the list of transforms that is the current value; anything else is none. */
  static Transforms of(CutTokens in) throws InvalidCutException {
    if (!in.isArray()) {
      in.skip();
      return NONE;
    }
    List<Recording> recordings = new ArrayList<>();
    boolean reverberated = false;
    while (in.nextElement()) {
      if (in.isObject()) {
        reverberated |= transform(in, recordings);
      } else {
        in.skip();
      }
    }
    return new Transforms(recordings, reverberated);
  }

  private static boolean transform(CutTokens in, List<Recording> recordings)
      throws InvalidCutException {
    boolean reverb = false;
    while (in.nextField()) {
      if (in.name().equals("name") && !in.isObject() && !in.isArray()) {
        reverb = REVERB.equals(in.text());
      } else if (in.name().equals("kwargs") && in.isObject()) {
        arguments(in, recordings);
      } else {
        in.skip();
      }
    }
    return reverb;
  }

  private static void arguments(CutTokens in, List<Recording> recordings)
      throws InvalidCutException {
    while (in.nextField()) {
      if (in.name().equals("rir") && in.isObject()) {
        impulseResponse(in, in.range(), recordings);
      } else {
        in.skip();
      }
    }
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
