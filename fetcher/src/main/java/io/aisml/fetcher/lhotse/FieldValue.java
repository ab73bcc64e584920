package io.aisml.fetcher.lhotse;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Values of fields of cuts, as JSON. */
public final class FieldValue {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private FieldValue() {}

  /** An object as JSON writes it in one line; empty when the text, in UTF-8, is none. */
  public static Optional<String> object(byte[] json) {
    try {
      // A line break outside of strings is a blank, and inside of them it can't stand.
      return MAPPER.readTree(json).isObject()
          ? Optional.of(new String(json, StandardCharsets.UTF_8).replaceAll("[\r\n]", " ").strip())
          : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /** Whether two texts of JSON say the same, in whatever order and with whatever blanks. */
  public static boolean areEqual(String one, String other) {
    return MAPPER.readTree(one).equals(MAPPER.readTree(other));
  }
}
