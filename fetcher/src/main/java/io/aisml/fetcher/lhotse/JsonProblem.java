package io.aisml.fetcher.lhotse;

import io.aisml.fetcher.spec.Quoted;
import tools.jackson.core.JacksonException;

/** What the author of a manifest has to know of a line that is no JSON. */
final class JsonProblem {
  static final String NO_OBJECT = "no cut: expected one JSON object in the line";

  private JsonProblem() {}

  /** One line: the column, and what is wrong there. */
  static String of(JacksonException e) {
    String message = Quoted.plain(e.getOriginalMessage());
    return "no JSON at column " + e.getLocation().getColumnNr() + ": " + message;
  }
}
