package io.aisml.fetcher.lhotse;

import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON that a Shar tar holds beside each recording's audio (lhotse/shar/writers/audio.py). */
public final class RecordingDescription {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private RecordingDescription() {}

  /** The recording's sampling rate in Hz; empty when the text does not say, or is no JSON. */
  public static OptionalInt samplingRate(byte[] json) {
    try {
      JsonNode rate = MAPPER.readTree(json).path("sampling_rate");
      return rate.isInt() ? OptionalInt.of(rate.asInt()) : OptionalInt.empty();
    } catch (JacksonException e) {
      return OptionalInt.empty();
    }
  }
}
