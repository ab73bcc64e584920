package io.aisml.cli;

import io.aisml.cli.option.Environment;

/** Where the process starts and ends. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Caller caller = Caller.ofProcess(Boolean.getBoolean("aisml.detached"));
    int exitCode = Aisml.commandLine(new Environment(System.getenv()), caller).execute(arguments);
    caller.exited(exitCode);
    System.exit(exitCode);
  }
}
