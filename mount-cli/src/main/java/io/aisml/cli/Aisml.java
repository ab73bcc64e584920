package io.aisml.cli;

import io.aisml.cli.batch.ArchiveCommand;
import io.aisml.cli.batch.GetBatchCommand;
import io.aisml.cli.batch.LhotseGetBatchCommand;
import io.aisml.cli.command.SettingOptions;
import io.aisml.cli.option.Environment;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code aisml} itself: it only leads to its sub-commands. */
@Command(
    name = "aisml",
    description =
        "Mounts AIStore get-batch specs and Lhotse manifests as read-only directories of files,"
            + " and fetches them as archives.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "aisml COMMAND --help tells more of each."})
final class Aisml implements Runnable {
  private static final int HELP_WIDTH = 80;

  @Spec private @Nullable CommandSpec spec;

  private Aisml() {}

  /** The whole command line, ready to be executed. */
  static CommandLine commandLine(Environment environment, Caller caller) {
    Supplier<SettingOptions> all = () -> new SettingOptions(environment);
    Supplier<SettingOptions> some = () -> new SettingOptions(environment, ArchiveCommand.SETTINGS);
    CommandLine line =
        new CommandLine(new Aisml())
            .addSubcommand(with(all, options -> new MountCommand(environment, options, caller)))
            .addSubcommand(new UmountCommand(environment))
            .addSubcommand(with(all, options -> new PlanCommand(environment, options)))
            .addSubcommand(with(some, options -> new GetBatchCommand(environment, options)))
            .addSubcommand(with(some, options -> new LhotseGetBatchCommand(environment, options)))
            .addSubcommand(new PrefetchCommand())
            .addSubcommand(new StatusCommand(environment))
            .addSubcommand(with(all, options -> new DoctorCommand(environment, options)))
            .addSubcommand(new CompletionCommand());
    for (CommandLine command : line.getSubcommands().values()) {
      command.getCommandSpec().versionProvider(new Version());
    }
    Complaints complaints = new Complaints();
    return line.setExpandAtFiles(false) // --list=@FILE is ours to read
        .setUsageHelpWidth(HELP_WIDTH)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(complaints)
        .setExecutionExceptionHandler(complaints);
  }

  /** A command that takes options of the option table. */
  private static CommandLine with(
      Supplier<SettingOptions> table, Function<SettingOptions, Object> command) {
    SettingOptions options = table.get();
    CommandLine line = new CommandLine(command.apply(options));
    options.addTo(line.getCommandSpec());
    return line;
  }

  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(), "a command is missing");
  }
}
