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

  /**
   * The user's home; where nothing names it, as under {@code mount} of a user, the system's word.
   */
  public Optional<Path> home() {
    return get("HOME")
        .or(() -> Optional.of(System.getProperty("user.home")))
        .map(Path::of)
        .filter(Path::isAbsolute);
  }

  /** The file {@code name} of AIStore's own command line. AIStore {@code cmn/fname}. */
  public Optional<Path> aisCliFile(String name) {
    return get("HOME").map(home -> Path.of(home, ".config", "ais", "cli", name));
  }
}
