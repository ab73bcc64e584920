package io.aisml.fetcher.lhotse;

import io.aisml.fetcher.spec.Quoted;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;

/** What the author of a manifest has to know of an error of the JSON parser. */
final class JsonProblem {
  private JsonProblem() {}

  /** One line: the column of a line that is no JSON, or the field whose value is wrong. */
  static String of(JacksonException e) {
    if (e instanceof StreamReadException) {
      String message = e.getOriginalMessage();
      return "no JSON at column " + e.getLocation().getColumnNr() + ": " + Quoted.plain(message);
    }
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference step : e.getPath()) {
      if (step.getPropertyName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
      }
    }
    return path.isEmpty()
        ? "no cut: expected one JSON object in the line"
        : "field '" + path + "' has a value of the wrong type";
  }
}
