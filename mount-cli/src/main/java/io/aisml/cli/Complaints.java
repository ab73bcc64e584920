package io.aisml.cli;

import io.aisml.cli.command.CommandException;
import io.aisml.cli.command.ExitCode;
import io.aisml.cli.option.Reason;
import io.aisml.cli.option.SettingNames;
import io.aisml.cli.option.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells the user what went wrong: a line each, no stack trace unless asked for. */
final class Complaints implements IParameterExceptionHandler, IExecutionExceptionHandler {
  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    PrintWriter err = command.getErr();
    err.printf("%s: %s%n", name, parameterMessage(e));
    err.printf("%s --help tells how to use it%n", name);
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    String name = command.getCommandSpec().qualifiedName();
    PrintWriter err = command.getErr();
    for (String line : lines(e)) {
      err.printf("%s: %s%n", name, line);
    }
    if (parsed.hasMatchedOption("--debug")) {
      e.printStackTrace(err);
    }
    err.flush();
    return exitCode(e);
  }

  private static String parameterMessage(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      String argument = unmatched.getUnmatched().get(0);
      List<String> names =
          argument.startsWith("-")
              ? e.getCommandLine().getCommandSpec().options().stream()
                  .map(option -> option.longestName())
                  .toList()
              : List.copyOf(e.getCommandLine().getSubcommands().keySet());
      String written = argument.replaceFirst("=.*", "");
      String what = argument.startsWith("-") ? "unknown option " : "unexpected argument ";
      return what + written + SettingNames.hint(written, names);
    }
    String message = e.getMessage();
    return message == null
        ? "wrong usage"
        : message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }

  private static List<String> lines(Exception e) {
    if (e instanceof CommandException failure) {
      return failure.lines();
    }
    if (e instanceof IOException failure) {
      return List.of(Reason.withFile(failure));
    }
    if (e instanceof UsageException usage && usage.getMessage() != null) {
      return List.of(usage.getMessage());
    }
    return List.of("an error of aisml itself: " + e + " (--debug tells where)");
  }

  private static int exitCode(Exception e) {
    if (e instanceof CommandException failure) {
      return failure.exitCode();
    }
    return e instanceof UsageException ? ExitCode.USAGE : ExitCode.SYSTEM;
  }
}
