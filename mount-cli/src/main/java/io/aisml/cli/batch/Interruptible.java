package io.aisml.cli.batch;

import io.aisml.cli.command.Termination;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** Runs a command that a signal ends cleanly. */
final class Interruptible {
  private Interruptible() {}

  /**
   * Runs a command in this thread, which signals interrupt.
   *
   * @throws Exception with its exit status, as {@link BatchExit} tells it
   */
  static int run(CommandSpec command, Callable<Integer> body) throws Exception {
    try (Termination termination = Termination.ofThisThread()) {
      try {
        int code = body.call();
        termination.ended(code);
        return code;
      } catch (Exception e) {
        if (!termination.isRequested()) {
          throw BatchExit.of(e);
        }
        boolean unused = Thread.interrupted();
        command.commandLine().getErr().println(command.qualifiedName() + ": interrupted");
        command.commandLine().getErr().flush();
        termination.ended(BatchExit.INTERRUPTED);
        return BatchExit.INTERRUPTED;
      }
    }
  }
}
