package io.aisml.cli;

import io.aisml.cli.command.CommandException;
import io.aisml.cli.command.ExitCode;
import io.aisml.cli.host.MountPoint;
import io.aisml.cli.option.Environment;
import io.aisml.cli.option.LastingOptions;
import io.aisml.cli.option.Reason;
import io.aisml.cli.option.Settings;
import io.aisml.cli.option.UsageException;
import io.aisml.cli.systemd.RuntimeDirectory.Shown;
import io.aisml.fetcher.layout.MountPlan;
import io.aisml.fetcher.source.BatchSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Finds out, beside the process that serves a service's mount, whether this program with this
 * configuration can go on with it. Once that process has become this program it is too late to
 * refuse: the mount is then made anew, and its readers get an error.
 */
record ReloadCheck(
    Settings settings,
    Environment environment,
    Sources sources,
    MountPoint point,
    Optional<Path> logFile,
    Service service) {

  /**
   * Changes nothing.
   *
   * @throws CommandException when it can't, with the reason
   */
  void run() throws CommandException, UsageException, IOException {
    new MountChecks(settings, point).check(sources.paths(), logFile);
    Shown shown = shown();
    Path directory = shown.options().directory();
    List<String> changes =
        shown
            .options()
            .changes(LastingOptions.of(sources.arguments(), point.directory(), settings));
    if (!changes.isEmpty()) {
      throw refused(directory, "only a new mount can change it: " + String.join(", ", changes));
    }
    if (!point.isMounted()) {
      throw refused(directory, "no mount of aisml is there");
    }
    MountStore store = new MountStore(settings, environment);
    try (KeptInput input = KeptInput.of(sources, service.input())) {
      BatchSource unusedSource = store.open(false);
      MountPlan unusedPlan =
          PlannedAgain.of(shown, sources, input, settings, directory, store::open);
    } catch (IOException e) {
      throw refused(directory, Reason.withFile(e));
    } finally {
      store.close();
    }
  }

  private Shown shown() throws CommandException {
    try {
      return service.left();
    } catch (IOException e) {
      throw refused(point.directory(), Reason.withFile(e));
    }
  }

  private static CommandException refused(Path directory, String cause) {
    return new CommandException(
        ExitCode.MOUNT_FAILED,
        "%s is not reloaded, its process goes on: %s; systemctl restart mounts it anew, and its readers get an error"
            .formatted(directory, cause));
  }
}
