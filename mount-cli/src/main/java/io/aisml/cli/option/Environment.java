package io.aisml.cli.option;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The environment of the process, read once. */
public record Environment(Map<String, String> variables) {
  public static final String TOKEN = "AIS_AUTHN_TOKEN";

  /** A variable that is set and not empty. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
  }

  /** The file {@code name} of AIStore's own command line. AIStore {@code cmn/fname}. */
  public Optional<Path> aisCliFile(String name) {
    return get("HOME").map(home -> Path.of(home, ".config", "ais", "cli", name));
  }
}
