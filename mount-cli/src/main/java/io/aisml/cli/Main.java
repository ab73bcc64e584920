package io.aisml.cli;

import io.aisml.cli.option.Environment;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.nio.channels.Channels;

/** Where the process starts and ends. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    // A signal interrupts whoever waits for input; only the read of a channel ends by that.
    System.setIn(Channels.newInputStream(new FileInputStream(FileDescriptor.in).getChannel()));
    Caller caller = Caller.ofProcess(Boolean.getBoolean("aisml.detached"));
    int exitCode = Aisml.commandLine(new Environment(System.getenv()), caller).execute(arguments);
    caller.exited(exitCode);
    System.exit(exitCode);
  }
}
