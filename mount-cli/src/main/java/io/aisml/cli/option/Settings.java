package io.aisml.cli.option;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The values of all options, each from the first place that gives it: flag or {@code -o},
 * environment, configuration file, AIStore's {@code cli.json}, default. Immutable; every value has
 * been read, so none is malformed.
 */
public final class Settings {
  private static final String DEFAULT = "default";
  private static final String LIST = "-o";

  private final Map<Setting<?>, Given> given;
  private final Map<Setting<?>, Object> values;

  private Settings(Map<Setting<?>, Given> given, Map<Setting<?>, Object> values) {
    this.given = given;
    this.values = values;
  }

  /**
   * Finds the values.
   *
   * @param flags what the command line's flags give
   * @param optionList the argument of {@code -o}, or empty
   * @param configuration the file of {@code --config}
   * @param hostDefaults defaults that depend on the host and its user
   * @throws UsageException for the first thing that is wrong
   */
  public static Settings resolve(
      Map<Setting<?>, String> flags,
      String optionList,
      Environment environment,
      Optional<Path> configuration,
      Map<Setting<?>, String> hostDefaults)
      throws UsageException {
    Map<Setting<?>, Given> found = new LinkedHashMap<>(commandLine(flags, optionList));
    for (Setting<?> setting : Setting.all()) {
      environment
          .get(setting.environment())
          .ifPresent(text -> found.putIfAbsent(setting, new Given(text, setting.environment())));
    }
    if (configuration.isPresent()) {
      ConfigurationFile.read(configuration.get()).forEach(found::putIfAbsent);
    }
    Optional<Path> cliFile = environment.aisCliFile("cli.json");
    if (cliFile.isPresent()) {
      AisCliFile.read(cliFile.get()).forEach(found::putIfAbsent);
    }
    hostDefaults.forEach((setting, text) -> found.putIfAbsent(setting, new Given(text, DEFAULT)));
    for (Setting<?> setting : Setting.all()) {
      if (!setting.standard().isEmpty()) {
        found.putIfAbsent(setting, new Given(setting.standard(), DEFAULT));
      }
    }
    return parse(found);
  }

  /** The value of an option that has one: always for those with a default. */
  public <T> T get(Setting<T> setting) {
    return find(setting).orElseThrow(() -> new IllegalStateException(setting.name()));
  }

  /** The value of an option that may be absent. */
  @SuppressWarnings("unchecked") // parse put a T under a Setting<T>
  public <T> Optional<T> find(Setting<T> setting) {
    return Optional.ofNullable((T) values.get(setting));
  }

  /** Whether a flag or {@code -o} gives the value. */
  public boolean isFromCommandLine(Setting<?> setting) {
    Given value = given.get(setting);
    return value != null && (value.origin().equals(LIST) || value.origin().equals(setting.flag()));
  }

  /** Each option's value as it was written, and where; options without a value are absent. */
  public Map<Setting<?>, Given> given() {
    return given;
  }

  private static Map<Setting<?>, Given> commandLine(Map<Setting<?>, String> flags, String list)
      throws UsageException {
    Map<Setting<?>, Given> found = new LinkedHashMap<>();
    OptionList.parse(list).forEach((setting, text) -> found.put(setting, new Given(text, LIST)));
    for (var flag : flags.entrySet()) {
      Given other = found.put(flag.getKey(), new Given(flag.getValue(), flag.getKey().flag()));
      if (other != null && !other.text().equals(flag.getValue())) {
        throw new UsageException(
            "%s is given twice: '%s' as %s and '%s' in -o"
                .formatted(
                    flag.getKey().name(), flag.getValue(), flag.getKey().flag(), other.text()));
      }
    }
    return found;
  }

  private static Settings parse(Map<Setting<?>, Given> found) throws UsageException {
    Map<Setting<?>, Given> given = new LinkedHashMap<>();
    Map<Setting<?>, Object> values = new LinkedHashMap<>();
    for (Setting<?> setting : Setting.all()) {
      Given value = found.get(setting);
      if (value != null) {
        values.put(setting, setting.parse(value.text(), value.origin()));
        given.put(setting, value);
      }
    }
    return new Settings(Map.copyOf(given), Map.copyOf(values));
  }
}
