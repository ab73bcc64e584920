package io.aisml.cli;

import io.aisml.cli.batch.GetBatchCommand;
import io.aisml.cli.batch.LhotseGetBatchCommand;
import io.aisml.cli.option.Environment;
import java.util.Objects;
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
    MountCommand mount = new MountCommand(environment, caller);
    PlanCommand plan = new PlanCommand(environment);
    DoctorCommand doctor = new DoctorCommand(environment);
    CommandLine mountLine = new CommandLine(mount);
    CommandLine planLine = new CommandLine(plan);
    CommandLine doctorLine = new CommandLine(doctor);
    LhotseGetBatchCommand lhotse = new LhotseGetBatchCommand(environment);
    CommandLine lhotseLine = new CommandLine(lhotse);
    lhotse.options().addTo(lhotseLine.getCommandSpec());
    GetBatchCommand getBatch = new GetBatchCommand(environment);
    CommandLine getBatchLine = new CommandLine(getBatch);
    mount.options().addTo(mountLine.getCommandSpec());
    getBatch.options().addTo(getBatchLine.getCommandSpec());
    plan.options().addTo(planLine.getCommandSpec());
    doctor.options().addTo(doctorLine.getCommandSpec());
    CommandLine line =
        new CommandLine(new Aisml())
            .addSubcommand(mountLine)
            .addSubcommand(new UmountCommand())
            .addSubcommand(planLine)
            .addSubcommand(getBatchLine)
            .addSubcommand(lhotseLine)
            .addSubcommand(new StatusCommand())
            .addSubcommand(doctorLine)
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

  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(), "a command is missing");
  }
}
