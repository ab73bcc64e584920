package io.aisml.cli.batch;

import io.aisml.cli.command.CommandException;
import io.aisml.cli.option.Environment;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import picocli.CommandLine;

/** Runs {@code get-batch} or {@code lhotse-get-batch} in this process. */
final class CommandRun {
  /** What a run told. */
  record Result(int exitCode, String out, String err) {}

  private CommandRun() {}

  static Result with(InputStream standardInput, String... arguments) {
    GetBatchCommand command = new GetBatchCommand(new Environment(Map.of()));
    CommandLine line = new CommandLine(command);
    command.options().addTo(line.getCommandSpec());
    return with(line, standardInput, arguments);
  }

  static Result lhotse(InputStream standardInput, String... arguments) {
    LhotseGetBatchCommand command = new LhotseGetBatchCommand(new Environment(Map.of()));
    CommandLine line = new CommandLine(command);
    command.options().addTo(line.getCommandSpec());
    return with(line, standardInput, arguments);
  }

  private static Result with(CommandLine line, InputStream standardInput, String... arguments) {
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
