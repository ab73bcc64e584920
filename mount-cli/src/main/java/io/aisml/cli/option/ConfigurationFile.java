package io.aisml.cli.option;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file of {@code name=value} lines, UTF-8. The name is the option's own or the one of its
 * environment variable, so that a file for systemd's {@code EnvironmentFile=} can be read too; a
 * value may be quoted; lines that start with {@code #} are comments.
 */
public final class ConfigurationFile {
  /** Lines that say what to mount and where; no options. */
  private static final String SOURCE = "source";

  private static final String DIRECTORY = "directory";

  private ConfigurationFile() {}

  static Map<Setting<?>, Given> read(Path file) throws UsageException {
    Map<Setting<?>, Given> values = new LinkedHashMap<>();
    for (Line line : lines(file)) {
      if (line.isNamed(SOURCE) || line.isNamed(DIRECTORY)) {
        continue;
      }
      Setting<?> setting = setting(line.name(), line.where());
      Given value = new Given(line.value(), line.where());
      if (values.put(setting, value) != null) {
        throw new UsageException(
            line.where() + ": " + setting.name() + " is given twice in this file");
      }
    }
    return values;
  }

  /**
   * What the file mounts, and where.
   *
   * @return one source or more and the directory
   * @throws UsageException when one of them is missing
   */
  public static List<String> mount(Path file) throws UsageException {
    List<String> sources = named(file, SOURCE);
    List<String> directories = named(file, DIRECTORY);
    if (sources.isEmpty() || directories.size() != 1) {
      throw new UsageException(
          "configuration file %s needs source=... and one directory=...".formatted(file));
    }
    return Stream.concat(sources.stream(), directories.stream()).toList();
  }

  private static List<String> named(Path file, String name) throws UsageException {
    return lines(file).stream().filter(line -> line.isNamed(name)).map(Line::value).toList();
  }

  private record Line(String name, String value, String where) {
    boolean isNamed(String wanted) {
      return name.toLowerCase(Locale.ROOT).equals(wanted);
    }
  }

  private static List<Line> lines(Path file) throws UsageException {
    List<String> texts;
    try {
      texts = Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UsageException(
          "configuration file %s can't be read: %s".formatted(file, Reason.of(e)));
    }
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i).strip();
      String where = file + ":" + (i + 1);
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw new UsageException(where + ": expected name=value, found '" + text + "'");
      }
      String value = unquote(text.substring(equals + 1).strip());
      lines.add(new Line(text.substring(0, equals).strip(), value, where));
    }
    return lines;
  }

  private static Setting<?> setting(String key, String where) throws UsageException {
    Optional<Setting<?>> byVariable =
        Setting.all().stream().filter(setting -> setting.environment().equals(key)).findFirst();
    if (byVariable.isPresent()) {
      return byVariable.get();
    }
    String name = key.toLowerCase(Locale.ROOT).replace('_', '-');
    return SettingNames.find(name, where + ": " + key);
  }

  private static String unquote(String value) {
    boolean quoted =
        value.length() >= 2
            && "\"'".indexOf(value.charAt(0)) >= 0
            && value.charAt(value.length() - 1) == value.charAt(0);
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
