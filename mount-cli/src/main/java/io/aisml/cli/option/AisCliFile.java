package io.aisml.cli.option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The configuration of AIStore's own command line, {@code ~/.config/ais/cli/cli.json}: the keys of
 * its {@code cluster} object that aisml takes too. AIStore {@code cmd/cli/config/config.go}.
 */
final class AisCliFile {
  private AisCliFile() {}

  /** Empty when there is no such file. */
  static Map<Setting<?>, Given> read(Path file) throws UsageException {
    Map<Setting<?>, Given> values = new LinkedHashMap<>();
    if (!Files.isReadable(file)) {
      return values;
    }
    JsonNode cluster;
    try {
      cluster = JsonMapper.shared().readTree(file).path("cluster");
    } catch (JacksonException e) {
      throw new UsageException(
          "%s: not the JSON that ais writes: %s".formatted(file, e.getOriginalMessage()));
    }
    for (Setting<?> setting : Setting.all()) {
      String text = setting.cliKey().isEmpty() ? "" : cluster.path(setting.cliKey()).asString("");
      if (!text.isEmpty()) {
        values.put(setting, new Given(text, file.toString()));
      }
    }
    return values;
  }
}
