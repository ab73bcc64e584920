package io.aisml.cli;

import io.aisml.cli.command.CommandException;
import io.aisml.cli.command.ExitCode;
import io.aisml.cli.command.SettingOptions;
import io.aisml.cli.command.Stores;
import io.aisml.cli.option.Environment;
import io.aisml.cli.option.Settings;
import io.aisml.cli.option.UsageException;
import io.aisml.fetcher.layout.MountPlan;
import io.aisml.fetcher.source.BatchSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Tells what a mount of the sources would show, without mounting. */
@Command(
    name = "plan",
    customSynopsis = "aisml plan [OPTION]... SOURCE...",
    description = {
      "Show what a mount would show: its tree, batches and requests. Takes the sources and options"
          + " of mount.",
      "",
      "Nothing is mounted. For specs and manifests that are files the store is not asked; buckets,"
          + " templates and the like are listed.",
      ""
    },
    footer = {
      "",
      SettingOptions.UNITS,
      "",
      "Exit status: 0 planned; 1 wrong usage, spec or manifest; 2 the system refuses; 32 the store"
          + " fails, or does not have what SOURCE names."
    },
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
  private final Environment environment;
  private final SettingOptions options;

  @Mixin private final SourceArguments arguments = new SourceArguments();

  @Option(
      names = "--json",
      description = "Print one JSON object, with all directories and batches.")
  private boolean asJson;

  @Spec private @Nullable CommandSpec spec;

  PlanCommand(Environment environment, SettingOptions options) {
    this.environment = environment;
    this.options = options;
  }

  @Override
  public Integer call() throws Exception {
    Settings settings = options.resolve();
    Sources sources = arguments.sources(settings);
    if (sources.isEmpty()) {
      throw new CommandException(ExitCode.USAGE, "expected one SOURCE or more");
    }
    PlanReport report = PlanReport.of(plan(sources, settings));
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    if (asJson) {
      out.println(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(report));
    } else {
      PlanText.print(report, out);
    }
    out.flush();
    return ExitCode.OK;
  }

  private MountPlan plan(Sources sources, Settings settings)
      throws CommandException, UsageException, IOException {
    List<BatchSource> opened = new ArrayList<>();
    try (KeptInput input = KeptInput.of(sources, Optional.empty())) {
      return Planning.plan(
          sources,
          input,
          settings,
          Path.of("/"),
          connected -> {
            BatchSource store = Stores.open(settings, environment);
            opened.add(store);
            if (connected) {
              Stores.connect(store, settings);
            }
            return store;
          });
    } finally {
      opened.forEach(BatchSource::close);
    }
  }
}
