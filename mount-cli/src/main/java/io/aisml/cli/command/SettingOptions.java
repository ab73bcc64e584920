package io.aisml.cli.command;

import io.aisml.cli.option.ConfigurationFile;
import io.aisml.cli.option.Environment;
import io.aisml.cli.option.OptionList;
import io.aisml.cli.option.Setting;
import io.aisml.cli.option.SettingGroup;
import io.aisml.cli.option.Settings;
import io.aisml.cli.option.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The option table, or a part of it, as a command's flags. */
public final class SettingOptions {
  /** What usage texts say of the values that all options of a mount take. */
  public static final String UNITS =
      "SIZE is a number with a unit of 1024, such as 512MiB or 2g. TIME is seconds, or has a"
          + " unit: 500ms, 30s, 5m, 1h.";

  private final Environment environment;
  private final Map<Setting<?>, OptionSpec> flags = new LinkedHashMap<>();
  private final OptionSpec list =
      OptionSpec.builder("-o")
          .paramLabel("NAME[=VALUE],...")
          .description("Options as fstab has them; a comma in a value is written \\,.")
          .type(List.class)
          .auxiliaryTypes(String.class)
          .build();
  private final OptionSpec configuration =
      OptionSpec.builder("--config")
          .paramLabel("FILE")
          .description("A file of name=value lines.")
          .type(Path.class)
          .build();

  private final boolean whole;

  /** All options, with {@code -o} and {@code --config} beside them. */
  public SettingOptions(Environment environment) {
    this(environment, Setting.all(), true);
  }

  /** Some of the options, with {@code --config} beside them. */
  public SettingOptions(Environment environment, List<Setting<?>> settings) {
    this(environment, settings, false);
  }

  private SettingOptions(Environment environment, List<Setting<?>> settings, boolean whole) {
    this.environment = environment;
    this.whole = whole;
    for (Setting<?> setting : settings) {
      flags.put(setting, flag(setting));
    }
  }

  /** Adds the flags to a command, group by group. */
  public void addTo(CommandSpec command) {
    if (whole) {
      command.addOption(list);
    }
    command.addOption(configuration);
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

  /** The values, after the command line has been parsed. */
  public Settings resolve() throws UsageException, IOException {
    Map<Setting<?>, String> given = new LinkedHashMap<>();
    flags.forEach(
        (setting, option) -> {
          Object value = option.getValue();
          if (value != null) {
            given.put(setting, value.toString());
          }
        });
    return Settings.resolve(
        given, list(), environment, configurationFile(), HostDefaults.of(environment));
  }

  private String list() {
    List<String> lists = list.getValue();
    return lists == null ? "" : String.join(",", lists);
  }

  /** What {@code --config} or {@code -o config=} names. */
  private Optional<Path> configurationFile() throws UsageException {
    Path flag = configuration.getValue();
    Optional<Path> listed = OptionList.configuration(list());
    if (flag != null && listed.isPresent() && !listed.get().equals(flag)) {
      throw new UsageException(
          "config is given twice: '%s' as --config and '%s' in -o".formatted(flag, listed.get()));
    }
    return flag == null ? listed : Optional.of(flag);
  }

  /** The sources and the directory that the configuration file names; none without one. */
  public List<String> configuredMount() throws UsageException {
    Optional<Path> file = configurationFile();
    return file.isEmpty() ? List.of() : ConfigurationFile.mount(file.get());
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
    // Of the variables those are named that ais reads too.
    String variable =
        setting.environment().startsWith("AIS_") ? " Variable: " + setting.environment() + "." : "";
    String standard = setting.standardText().isEmpty() ? "" : " Default: " + setting.standardText();
    return setting.description() + variable + standard;
  }
}
