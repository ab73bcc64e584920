package io.aisml.cli;

import io.aisml.cli.command.CommandException;
import io.aisml.cli.command.ExitCode;
import io.aisml.cli.command.SettingOptions;
import io.aisml.cli.command.Stores;
import io.aisml.cli.doctor.Finding;
import io.aisml.cli.doctor.HostChecks;
import io.aisml.cli.doctor.StoreChecks;
import io.aisml.cli.host.HostMemory;
import io.aisml.cli.host.HostUser;
import io.aisml.cli.option.Environment;
import io.aisml.cli.option.Setting;
import io.aisml.cli.option.Settings;
import io.aisml.cli.option.UsageException;
import io.aisml.fetcher.layout.MountPlan;
import io.aisml.fetcher.source.BatchSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Looks for what would keep a mount from working. */
@Command(
    name = "doctor",
    customSynopsis = "aisml doctor [OPTION]... [SOURCE]...",
    description = {
      "Check this host, the store and, with SOURCE, its buckets; say what helps. Takes the options"
          + " of mount.",
      "",
      "A line for each check: ok, note (it works, or may) or wrong (a mount will fail), and below it"
          + " what to do. Nothing is changed.",
      ""
    },
    footer = {
      "",
      SettingOptions.UNITS,
      "",
      "Exit status: 0 nothing is wrong; 1 wrong usage, spec or manifest; 2 something is wrong; 32"
          + " the store does not have what SOURCE names."
    },
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  private final Environment environment;
  private final SettingOptions options;

  @Mixin private final SourceArguments arguments = new SourceArguments();

  @Spec private @Nullable CommandSpec spec;

  DoctorCommand(Environment environment, SettingOptions options) {
    this.environment = environment;
    this.options = options;
  }

  @Override
  public Integer call() throws Exception {
    Settings settings = options.resolve();
    Sources sources = arguments.sources(settings);
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    HostChecks host = new HostChecks(Path.of("/"), HostUser.current().isRoot());
    List<Finding> findings =
        new ArrayList<>(host.all(HostMemory.ofThisProcess(), settings.get(Setting.CACHE_MEMORY)));
    BatchSource store = Stores.open(settings, environment);
    try (store) {
      StoreChecks checks = new StoreChecks(store, String.join(" ", settings.get(Setting.ENDPOINT)));
      findings.addAll(checks.all());
      // Before the sources are read, which may fail.
      findings.forEach(finding -> print(finding, out));
      out.flush();
      if (!sources.isEmpty()) {
        List<Finding> buckets = checks.buckets(plan(sources, settings, store).plan());
        buckets.forEach(finding -> print(finding, out));
        findings.addAll(buckets);
      }
    }
    out.flush();
    boolean wrong = findings.stream().anyMatch(f -> f.verdict() == Finding.Verdict.WRONG);
    return wrong ? ExitCode.SYSTEM : ExitCode.OK;
  }

  private static MountPlan plan(Sources sources, Settings settings, BatchSource store)
      throws CommandException, UsageException, IOException {
    try (KeptInput input = KeptInput.of(sources, Optional.empty())) {
      return Planning.plan(sources, input, settings, Path.of("/"), connected -> store);
    }
  }

  private static void print(Finding finding, PrintWriter out) {
    String verdict = finding.verdict().name().toLowerCase(Locale.ROOT);
    out.printf("%-6s %s: %s%n", verdict, finding.subject(), finding.found());
    if (!finding.cure().isEmpty()) {
      out.printf("       %s%n", finding.cure());
    }
  }
}
