package io.aisml.cli.batch;

import io.aisml.cli.command.CommandException;
import io.aisml.cli.command.SettingOptions;
import io.aisml.cli.option.Environment;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.function.BiFunction;
import picocli.CommandLine;

/** Runs {@code get-batch} or {@code lhotse-get-batch} in this process. */
final class CommandRun {
  /** What a run told. */
  record Result(int exitCode, String out, String err) {}

  private CommandRun() {}

  static Result with(InputStream standardInput, String... arguments) {
    return run(GetBatchCommand::new, standardInput, arguments);
  }

  static Result lhotse(InputStream standardInput, String... arguments) {
    return run(LhotseGetBatchCommand::new, standardInput, arguments);
  }

  private static Result run(
      BiFunction<Environment, SettingOptions, ArchiveCommand> command,
      InputStream standardInput,
      String... arguments) {
    Environment environment = new Environment(Map.of());
    SettingOptions options = new SettingOptions(environment, ArchiveCommand.SETTINGS);
    CommandLine line = new CommandLine(command.apply(environment, options));
    options.addTo(line.getCommandSpec());
    line.setExpandAtFiles(false);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    PrintWriter errors = new PrintWriter(err, true);
    line.setOut(new PrintWriter(out, true)).setErr(errors);
    line.setExecutionExceptionHandler(
        (e, failed, parsed) -> {
          CommandException failure = (CommandException) e;
          failure.lines().forEach(errors::println);
          return failure.exitCode();
        });
    InputStream before = System.in;
    System.setIn(standardInput);
    try {
      return new Result(line.execute(arguments), out.toString(), err.toString());
    } finally {
      System.setIn(before);
    }
  }
}
