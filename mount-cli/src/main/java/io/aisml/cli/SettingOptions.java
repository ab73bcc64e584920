package io.aisml.cli;

import io.aisml.cli.option.Environment;
import io.aisml.cli.option.Setting;
import io.aisml.cli.option.SettingGroup;
import io.aisml.cli.option.Settings;
import io.aisml.cli.option.UsageException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The part of the option table that a command takes, as its flags. */
final class SettingOptions {
  private final Environment environment;
  private final Map<Setting<?>, OptionSpec> flags = new LinkedHashMap<>();

  SettingOptions(Environment environment, List<Setting<?>> settings) {
    this.environment = environment;
    for (Setting<?> setting : settings) {
      flags.put(setting, flag(setting));
    }
  }

  /** Adds the flags to a command, group by group. */
  void addTo(CommandSpec command) {
    for (SettingGroup group : SettingGroup.values()) {
      ArgGroupSpec.Builder builder =
          ArgGroupSpec.builder().validate(false).heading("%n" + group.title() + ":%n");
      flags.forEach(
          (setting, option) -> {
            if (setting.group() == group) {
              builder.addArg(option);
            }
          });
      if (!builder.args().isEmpty()) {
        command.addArgGroup(builder.build());
      }
    }
  }

  /**
   * The values, after the command line has been parsed.
   *
   * @param optionList the argument of {@code -o}, or empty
   * @param configuration the file of {@code --config}
   */
  Settings resolve(String optionList, Optional<Path> configuration) throws UsageException {
    Map<Setting<?>, String> given = new LinkedHashMap<>();
    flags.forEach(
        (setting, option) -> {
          Object value = option.getValue();
          if (value != null) {
            given.put(setting, value.toString());
          }
        });
    return Settings.resolve(given, optionList, environment, configuration);
  }

  private static OptionSpec flag(Setting<?> setting) {
    OptionSpec.Builder option =
        OptionSpec.builder(setting.flag())
            .paramLabel(setting.type().label())
            .description(description(setting).replace("%", "%%"));
    if (setting.isFlag()) {
      return option.type(Boolean.class).arity("0..1").fallbackValue("true").build();
    }
    return option.type(String.class).arity("1").build();
  }

  private static String description(Setting<?> setting) {
    return setting.standardText().isEmpty()
        ? setting.description()
        : setting.description() + " Default: " + setting.standardText();
  }
}
