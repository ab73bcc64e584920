package io.aisml.cli.option;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A file of {@code name=value} lines, UTF-8. The name is the option's own or the one of its
 * environment variable, so that a file for systemd's {@code EnvironmentFile=} can be read too; a
 * value may be quoted; lines that start with {@code #} are comments.
 */
final class ConfigurationFile {
  private ConfigurationFile() {}

  static Map<Setting<?>, Given> read(Path file) throws UsageException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UsageException(
          "configuration file %s can't be read: %s".formatted(file, Reason.of(e)));
    }
    Map<Setting<?>, Given> values = new LinkedHashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      String where = file + ":" + (i + 1);
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      int equals = line.indexOf('=');
      if (equals < 1) {
        throw new UsageException(where + ": expected name=value, found '" + line + "'");
      }
      Setting<?> setting = setting(line.substring(0, equals).strip(), where);
      Given value = new Given(unquote(line.substring(equals + 1).strip()), where);
      if (values.put(setting, value) != null) {
        throw new UsageException(where + ": " + setting.name() + " is given twice in this file");
      }
    }
    return values;
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
