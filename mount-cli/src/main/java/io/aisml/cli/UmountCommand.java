package io.aisml.cli;

import io.aisml.cli.command.CommandException;
import io.aisml.cli.command.ExitCode;
import io.aisml.cli.host.ForeignMount;
import io.aisml.cli.host.HostProcess;
import io.aisml.cli.host.MountPoint;
import io.aisml.cli.host.MountUser;
import io.aisml.cli.option.ConfigurationFile;
import io.aisml.cli.option.Environment;
import io.aisml.cli.option.Reason;
import io.aisml.cli.option.UsageException;
import io.aisml.cli.socket.MountSocket;
import io.aisml.cli.systemd.RuntimeDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Ends a mount, and waits until its process has ended too. */
@Command(
    name = "umount",
    aliases = "unmount",
    customSynopsis = {
      "aisml umount [-l] [--failed] DIR",
      "       aisml umount [-l] [--failed] --config FILE"
    },
    description = {
      "Unmount, also what a process that died has left behind.",
      "",
      "Returns when the mount's process has ended. A mount that is in use stays, and a process that"
          + " uses it is named.",
      ""
    },
    footer = {
      "",
      "Exit status: 0 unmounted; 1 wrong usage, or DIR is no mount of aisml; 2 it is in use, or the"
          + " system refuses."
    },
    mixinStandardHelpOptions = true)
final class UmountCommand implements Callable<Integer> {
  private static final Duration DAEMON_END = Duration.ofSeconds(20);

  /** After so long it is worth looking why it has not ended. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Environment environment;

  @Parameters(paramLabel = "DIR", arity = "0..1", description = "The mount point.")
  private @Nullable Path directory;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-l", "--lazy"},
      description =
          "Take it out of the tree at once, also when it is in use. Files that are open can be read"
              + " on; the process ends when they are closed.")
  private boolean lazy;

  @Option(
      names = "--failed",
      description =
          "Only when the mount does not answer, as after the end of its process; else do nothing.")
  private boolean failed;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Take DIR from the configuration file with which it was mounted.")
  private @Nullable Path configuration;

  UmountCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws Exception {
    MountPoint point = MountArgument.mounted(given());
    if (failed && point.health() == MountPoint.Health.ANSWERS) {
      return ExitCode.OK;
    }
    String device = point.device();
    var daemon = StatusFile.read(point).flatMap(StatusFile::process);
    // Who uses a mount without a process has lost his files already.
    boolean dead = daemon.isEmpty() && point.health() == MountPoint.Health.DEAD;
    boolean detach = lazy || dead;
    try {
      if (point.unmount(detach) == MountPoint.Outcome.BUSY) {
        throw new CommandException(ExitCode.SYSTEM, busy(point.directory()));
      }
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.SYSTEM, point.directory() + " can't be unmounted: " + Reason.of(e), e);
    }
    if (daemon.isPresent() && !lazy) {
      awaitEnd(daemon.get(), device);
    }
    if (dead) {
      RuntimeDirectory.removeLeft(environment, point.directory());
    }
    MountSocket.removeDead(environment);
    return ExitCode.OK;
  }

  private Path given() throws CommandException, UsageException {
    Path given = directory;
    if (given == null && configuration != null) {
      List<String> mount = ConfigurationFile.mount(configuration);
      given = Path.of(mount.get(mount.size() - 1));
    }
    if (given == null) {
      throw new CommandException(ExitCode.USAGE, "DIR is missing");
    }
    return given;
  }

  /** The message of a mount that can't be unmounted because somebody uses it. */
  static String busy(Path directory) throws IOException {
    return "%s is busy: %s; aisml umount -l detaches it all the same"
        .formatted(directory, MountUser.named(MountUser.of(directory, Path.of("/proc"))));
  }

  private void awaitEnd(HostProcess daemon, String device)
      throws CommandException, IOException, InterruptedException {
    if (daemon.awaitEnd(LOOK)) {
      return;
    }
    Optional<ForeignMount> elsewhere = ForeignMount.of(device, Path.of("/proc"));
    if (elsewhere.isPresent()) {
      Objects.requireNonNull(spec)
          .commandLine()
          .getErr()
          .printf(
              "aisml umount: unmounted here; the mount namespace of %s still has it, so process %d"
                  + " goes on until that one ends%n",
              elsewhere.get(), daemon.pid());
    } else if (!daemon.awaitEnd(DAEMON_END)) {
      throw new CommandException(
          ExitCode.SYSTEM,
          "unmounted, but its process %d has not ended within %d s"
              .formatted(daemon.pid(), DAEMON_END.toSeconds()));
    }
  }
}
