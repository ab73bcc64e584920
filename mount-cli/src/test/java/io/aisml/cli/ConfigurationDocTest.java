package io.aisml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.cli.option.Setting;
import io.aisml.cli.option.SettingGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** docs/CONFIGURATION.md says what the option table says. */
class ConfigurationDocTest {
  private static final Path DOC = Path.of("..", "docs", "CONFIGURATION.md");

  @ParameterizedTest
  @EnumSource
  void holdsTheTableOfEachGroup(SettingGroup group) throws IOException {
    String table =
        "### %s\n\n| option | default | environment | meaning |\n|---|---|---|---|\n%s\n"
            .formatted(
                group.title(),
                Setting.all().stream()
                    .filter(setting -> setting.group() == group)
                    .map(ConfigurationDocTest::row)
                    .collect(Collectors.joining("\n")));

    assertThat(Files.readString(DOC)).contains(table);
  }

  private static String row(Setting<?> setting) {
    String value = setting.type().label().replace("|", "\\|");
    return "| `%s=%s` | %s | `%s`%s | %s |"
        .formatted(
            setting.name(),
            value,
            standard(setting),
            setting.environment(),
            setting.cliKey().isEmpty() ? "" : ", `cli.json`: `" + setting.cliKey() + "`",
            setting.description());
  }

  private static String standard(Setting<?> setting) {
    if (setting.standardText().isEmpty()) {
      return "none";
    }
    return setting.standard().isEmpty() ? setting.standardText() : "`" + setting.standard() + "`";
  }
}
