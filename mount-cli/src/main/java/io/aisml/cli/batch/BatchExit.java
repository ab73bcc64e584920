package io.aisml.cli.batch;

import io.aisml.cli.command.CommandException;
import io.aisml.cli.command.ExitCode;
import io.aisml.cli.option.Reason;
import io.aisml.cli.option.UsageException;
import io.aisml.fetcher.source.SourceException;
import java.io.IOException;
import java.util.List;

/** What commands that fetch archives end with. */
public final class BatchExit {
  public static final int OK = 0;

  /** Wrong usage, or anything that has no status of its own. */
  public static final int FAILED = 1;

  /** Something that was named does not exist. */
  public static final int NOT_FOUND = 2;

  /** The archive is there, but members are missing that must not be. */
  public static final int INCOMPLETE = 3;

  /** The store refuses this user. */
  public static final int DENIED = 4;

  /** The store or the network failed. */
  public static final int STORE = 5;

  /** A signal ended the command: 128 and SIGINT, as shells have it. */
  public static final int INTERRUPTED = 130;

  /** Whoever read the archive has gone: 128 and SIGPIPE, as shells have it. */
  public static final int PIPE_CLOSED = 141;

  /** What usage texts say of them. */
  static final String TEXT =
      "Exit status: 0 done; 1 wrong usage, or anything else; 2 not found; 3 members are missing"
          + " (--fail-on-missing); 4 denied; 5 the store or the network failed; 130 interrupted;"
          + " 141 whoever read standard output has gone.";

  private BatchExit() {}

  /** The exception with its exit status, as the command line's handler of errors takes it. */
  public static Exception of(Exception e) {
    if (e instanceof SourceException source) {
      int status =
          switch (source.kind()) {
            case NOT_FOUND -> NOT_FOUND;
            case DENIED -> DENIED;
            case FAILED -> STORE;
          };
      return new CommandException(status, String.valueOf(source.getMessage()), source);
    }
    if (e.getClass() == IOException.class && "Broken pipe".equals(e.getMessage())) {
      return new CommandException(PIPE_CLOSED, List.of(), e); // as tar: nobody is there to tell
    }
    if (e instanceof IOException failure) {
      return new CommandException(FAILED, Reason.withFile(failure), failure);
    }
    if (e instanceof CommandException failure && failure.exitCode() == ExitCode.SYSTEM) {
      return new CommandException(FAILED, failure.lines(), failure);
    }
    return e instanceof UsageException || e instanceof CommandException
        ? e
        : new CommandException(
            FAILED, "an error of aisml itself: " + e + " (--debug tells where)", e);
  }
}
