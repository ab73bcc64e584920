package io.aisml.cli;

import io.aisml.cli.command.ExitCode;
import io.aisml.cli.command.SettingOptions;
import io.aisml.cli.option.Environment;
import io.aisml.cli.option.Settings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Tells what a mount of the sources would show, without mounting and without asking the store. */
@Command(
    name = "plan",
    customSynopsis = "aisml plan [OPTION]... SOURCE...",
    description =
        "Show what a mount would show: its tree, batches and requests. Takes the options of mount.",
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
  private final SettingOptions options;

  @Parameters(
      paramLabel = "SOURCE...",
      arity = "1..*",
      hideParamSyntax = true,
      description = "Specs, manifests, or directories of them.")
  private List<Path> sources = new ArrayList<>();

  @Option(names = "--json", description = "As one JSON object, with all directories and batches.")
  private boolean asJson;

  @Spec private @Nullable CommandSpec spec;

  PlanCommand(Environment environment) {
    options = new SettingOptions(environment);
  }

  SettingOptions options() {
    return options;
  }

  @Override
  public Integer call() throws Exception {
    Settings settings = options.resolve();
    PlanReport report = PlanReport.of(Planning.plan(sources, settings));
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    if (asJson) {
      out.println(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(report));
    } else {
      PlanText.print(report, out);
    }
    out.flush();
    return ExitCode.OK;
  }
}
