package io.aisml.cli.option;

import io.aisml.fs.OpenMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a configuration says that only a new mount can take: what is shown and where, and what the
 * kernel was told once. All other options a process takes that goes on with a mount.
 *
 * @param values as they were written, by the option's name; options without a value are absent
 */
public record LastingOptions(Map<String, String> values) {
  private static final String SOURCE = "source";
  private static final String DIRECTORY = "directory";

  /** Of a mount that is to be made, or gone on with. */
  public static LastingOptions of(List<String> sources, Path directory, Settings settings) {
    Map<String, String> values = new TreeMap<>();
    values.put(SOURCE, String.join(" ", sources));
    values.put(DIRECTORY, directory.toString());
    settings
        .given()
        .forEach(
            (setting, given) -> {
              if (isLasting(setting)) {
                values.put(setting.name(), given.text());
              }
            });
    return new LastingOptions(Map.copyOf(values));
  }

  private static boolean isLasting(Setting<?> setting) {
    return setting.group() == SettingGroup.CONTENT
        // The kernel has the mount's flags, and keeps attributes for ever once a size is known.
        || setting.group() == SettingGroup.MOUNT
        || setting.equals(Setting.OPEN);
  }

  /** Where the mount is. */
  public Path directory() {
    return Path.of(Objects.requireNonNull(values.get(DIRECTORY)));
  }

  /**
   * What a living mount with these options would have to change.
   *
   * @param now the options of today's configuration
   * @return one text an option, which names both values
   */
  public List<String> changes(LastingOptions now) {
    List<String> changes = new ArrayList<>();
    for (String name : List.of(DIRECTORY, SOURCE)) {
      add(name, values.getOrDefault(name, ""), now.values.getOrDefault(name, ""), changes);
    }
    for (Setting<?> setting : Setting.all()) {
      if (isLasting(setting)) {
        String before = values.getOrDefault(setting.name(), setting.standard());
        String after = now.values.getOrDefault(setting.name(), setting.standard());
        if (!areSame(setting, before, after) && !isTaken(setting, before)) {
          add(setting.name(), before, after, changes);
        }
      }
    }
    return changes;
  }

  private static void add(String name, String before, String after, List<String> changes) {
    if (!before.equals(after)) {
      changes.add("%s= was %s and is %s".formatted(name, quoted(before), quoted(after)));
    }
  }

  private static String quoted(String value) {
    return value.isEmpty() ? "not given" : "'" + value + "'";
  }

  /** The kernel stops to tell of opens whenever it hears so, and never begins again. */
  private static boolean isTaken(Setting<?> setting, String before) {
    return setting.equals(Setting.OPEN)
        && Optional.of(OpenMode.ALWAYS).equals(parsed(Setting.OPEN, before));
  }

  private static boolean areSame(Setting<?> setting, String before, String after) {
    Optional<?> value = parsed(setting, before);
    return value.isPresent() && value.equals(parsed(setting, after));
  }

  /** Empty for no value, and for one that another version has taken and this one does not. */
  private static <T> Optional<T> parsed(Setting<T> setting, String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(setting.parse(text, setting.name()));
    } catch (UsageException e) {
      return Optional.empty();
    }
  }
}
