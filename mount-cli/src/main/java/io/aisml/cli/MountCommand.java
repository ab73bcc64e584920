package io.aisml.cli;

import io.aisml.cli.command.CommandException;
import io.aisml.cli.command.ExitCode;
import io.aisml.cli.command.SettingOptions;
import io.aisml.cli.command.Termination;
import io.aisml.cli.host.MountPoint;
import io.aisml.cli.option.Environment;
import io.aisml.cli.option.Given;
import io.aisml.cli.option.LogLevel;
import io.aisml.cli.option.Reason;
import io.aisml.cli.option.Setting;
import io.aisml.cli.option.Settings;
import io.aisml.cli.systemd.OwnSession;
import io.aisml.fetcher.select.ObjectSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Mounts, and serves the mount until it ends. */
@Command(
    name = "mount",
    customSynopsis = "aisml mount [OPTION]... SOURCE... DIR",
    description = {
      "Show get-batch specs, Lhotse manifests, buckets and what else get-batch can name"
          + " as a directory. Returns when the mount answers.",
      "",
      "Each option may also be given as -o name=value, by its environment variable, or as a line"
          + " name=value of the file that --config names: docs/CONFIGURATION.md.",
      ""
    },
    footer = {
      "",
      SettingOptions.UNITS,
      "",
      "Exit status: 0 mounted; 1 wrong usage, spec or manifest; 2 the system refuses; 8"
          + " interrupted; 32 it could not be mounted."
    },
    mixinStandardHelpOptions = true)
final class MountCommand implements Callable<Integer> {
  private final Environment environment;
  private final SettingOptions options;
  private final Caller caller;

  @Parameters(
      paramLabel = "SOURCE... DIR",
      arity = "0..*",
      hideParamSyntax = true,
      description =
          "Specs, manifests, directories of them, or objects: ais://BUCKET[/OBJECT]; and where to"
              + " mount them.")
  private List<String> words = new ArrayList<>();

  @Option(
      names = {"-f", "--foreground"},
      description = "Stay in the foreground and log to standard error.")
  private boolean foreground;

  @Option(names = "--fake", description = "Check the options and do not mount, as mount -f.")
  private boolean fake;

  @Option(
      names = "--check-reload",
      description =
          "Check for systemctl reload whether this version can go on with the service's mount, and"
              + " do not mount.")
  private boolean checkReload;

  @Spec private @Nullable CommandSpec spec;

  MountCommand(Environment environment, SettingOptions options, Caller caller) {
    this.environment = environment;
    this.options = options;
    this.caller = caller;
  }

  @Override
  public Integer call() throws Exception {
    Settings settings = options.resolve();
    if (words.isEmpty()) {
      words = options.configuredMount();
    }
    String last = words.isEmpty() ? "" : words.get(words.size() - 1);
    Sources sources = Sources.of(absolute(words), settings);
    if (sources.isEmpty() || last.isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE,
          "expected one SOURCE or more and DIR" + (last.isEmpty() ? "" : ", found only " + last));
    }
    MountPoint point = mountPoint(Path.of(last));
    if (fake) {
      return ExitCode.OK;
    }
    Logs logs = logs(settings);
    Optional<Path> logFile = logFile(point, settings);
    if (logFile.isPresent()) {
      try {
        logs.toFile(logFile.get());
      } catch (IOException e) {
        throw Logs.unwritable(logFile.get(), e);
      }
    }
    logEffective(settings);
    Service service = Service.of(environment, arguments(), point, caller.isWaiting());
    if (checkReload) {
      new ReloadCheck(settings, environment, sources, point, logFile, service).run();
      return ExitCode.OK;
    }
    return serve(new MountRun(settings, environment, sources, point, logFile, service), logs);
  }

  /** The sources before DIR, as somebody in another directory would name them. */
  private static List<String> absolute(List<String> words) {
    return words.subList(0, Math.max(0, words.size() - 1)).stream()
        .map(word -> ObjectSource.isMeant(word) ? word : Path.of(word).toAbsolutePath().toString())
        .toList();
  }

  private int serve(MountRun run, Logs logs) throws Exception {
    try (Termination termination = Termination.ofThisThread()) {
      caller.watch(termination::request);
      try {
        run.start();
        if (caller.isWaiting()) {
          OwnSession.begin();
        }
        logs.ready(caller);
        int code = run.awaitEnd();
        termination.ended(code);
        return code;
      } catch (Exception e) {
        if (!termination.isRequested()) {
          throw e;
        }
        boolean unused = Thread.interrupted();
        log().warn("interrupted before the mount was ready");
        caller.exited(ExitCode.INTERRUPTED);
        termination.ended(ExitCode.INTERRUPTED);
        return ExitCode.INTERRUPTED;
      } finally {
        run.close();
      }
    }
  }

  private List<String> arguments() {
    return Objects.requireNonNull(spec).root().commandLine().getParseResult().originalArgs();
  }

  private static MountPoint mountPoint(Path directory) throws CommandException {
    try {
      return MountPoint.of(directory);
    } catch (IOException e) {
      throw new CommandException(ExitCode.USAGE, directory + ": " + Reason.of(e), e);
    }
  }

  private Logs logs(Settings settings) {
    boolean debug = settings.get(Setting.DEBUG);
    LogLevel level = settings.get(Setting.LOG_LEVEL);
    boolean raise = debug && level.compareTo(LogLevel.DEBUG) < 0;
    boolean journal = environment.get("JOURNAL_STREAM").isPresent() && !caller.isWaiting();
    return Logs.toTerminal(raise ? LogLevel.DEBUG : level, debug, journal);
  }

  private Optional<Path> logFile(MountPoint point, Settings settings) {
    Optional<Path> named = settings.find(Setting.LOG_FILE);
    boolean stays = foreground || !caller.isWaiting();
    return named.isPresent() || stays
        ? named
        : Optional.of(LogFile.of(point.directory(), environment));
  }

  private static void logEffective(Settings settings) {
    for (Setting<?> setting : Setting.all()) {
      Given given = settings.given().get(setting);
      if (given != null) {
        log().debug("{}={} ({})", setting.name(), given.withoutPassword(), given.origin());
      }
    }
  }

  /** No constant: to set up logging would be a third of the time of {@code aisml --version}. */
  private static Logger log() {
    return LoggerFactory.getLogger(MountCommand.class);
  }
}
