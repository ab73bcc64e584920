package io.aisml.cli;

import io.aisml.cli.command.CommandException;
import io.aisml.cli.command.ExitCode;
import io.aisml.cli.host.MountPoint;
import io.aisml.cli.option.Reason;
import java.io.IOException;
import java.nio.file.Path;

/** What a command line means by the DIR of a mount. */
final class MountArgument {
  private MountArgument() {}

  /**
   * The mount point, whether or not something is mounted there.
   *
   * @throws CommandException when there is no such directory
   */
  static MountPoint point(Path given) throws CommandException {
    try {
      return MountPoint.of(given);
    } catch (IOException e) {
      throw new CommandException(ExitCode.USAGE, given + ": " + Reason.of(e), e);
    }
  }

  /**
   * The mount point of a mount of aisml.
   *
   * @throws CommandException when there is none
   */
  static MountPoint mounted(Path given) throws CommandException, IOException {
    MountPoint point = point(given);
    if (!point.isMounted()) {
      throw new CommandException(
          ExitCode.USAGE, point.directory() + " is no mount of aisml: aisml status lists them");
    }
    return point;
  }
}
