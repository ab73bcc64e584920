package io.aisml.cli;

import io.aisml.cli.host.MountPoint;
import io.aisml.cli.option.Environment;
import io.aisml.cli.option.Reason;
import io.aisml.cli.systemd.HangUp;
import io.aisml.cli.systemd.NewProgram;
import io.aisml.cli.systemd.RuntimeDirectory;
import io.aisml.cli.systemd.RuntimeDirectory.Shown;
import io.aisml.cli.systemd.Systemd;
import io.aisml.cli.systemd.Watchdog;
import io.aisml.fetcher.plan.Plan;
import io.aisml.fs.FileSystemStatus;
import io.aisml.fs.fuse.FuseBinding;
import io.aisml.fs.tree.LoadedFiles;
import io.aisml.fs.tree.Sizes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A mount as a service of systemd: what it tells, what it leaves to the process after it, and what
 * it found of the one before. Outside of a service nothing here has an effect.
 */
final class Service {
  private static final Logger log = LoggerFactory.getLogger(Service.class);

  private final Systemd manager;
  private final Optional<RuntimeDirectory> directory;
  private final Environment environment;
  private final List<String> arguments;

  /**
   * @param arguments of this process's command, to run it again
   */
  Service(Environment environment, List<String> arguments) throws IOException {
    this.manager = Systemd.of(environment);
    this.directory = RuntimeDirectory.of(environment);
    this.environment = environment;
    this.arguments = arguments;
  }

  /** A mount that a process before this one served. */
  record Predecessor(Shown shown, int descriptor) {}

  Systemd manager() {
    return manager;
  }

  /**
   * The mount to go on with.
   *
   * @throws IOException when there is one and what it showed can't be had
   */
  Optional<Predecessor> predecessor() throws IOException {
    OptionalInt kept = manager.kept();
    if (kept.isEmpty() || directory.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Predecessor(directory.get().read(), kept.getAsInt()));
  }

  /** Leaves what a new mount shows to the process after this one. */
  void leave(Shown shown) throws IOException {
    if (directory.isPresent()) {
      directory.get().write(shown);
    }
  }

  /** The sizes of the plan's files: those that the process before knew, and kept for the next. */
  Sizes sizes(Plan plan) throws IOException {
    return directory.isPresent()
        ? new Sizes(plan, directory.get().sizes(Sizes.bytes(plan)))
        : new Sizes(plan);
  }

  /** Which files have been loaded: what the process before knew, and kept for the next. */
  LoadedFiles loaded(Plan plan) throws IOException {
    return directory.isPresent()
        ? new LoadedFiles(plan, directory.get().loaded(LoadedFiles.bytes(plan)))
        : new LoadedFiles(plan);
  }

  /** The mount answers: from now on it outlives this process. */
  Watchdog ready(FuseBinding binding, MountPoint point, Supplier<FileSystemStatus> status) {
    if (directory.isPresent() && binding.descriptor().isPresent()) {
      manager.keep(binding.descriptor().getAsInt());
      if (manager.isPresent()) {
        reloadOnSignal(binding.descriptor().getAsInt());
      }
    }
    manager.ready(point.directory() + " is mounted");
    return Watchdog.start(manager, point, () -> line(status.get()));
  }

  private static String line(FileSystemStatus status) {
    return "%d files, %d opened, %d MiB read, %d waiting"
        .formatted(status.files(), status.opens(), status.bytesRead() >> 20, status.waiting());
  }

  /** SIGHUP, as {@code systemctl reload} sends it, starts the installed version in this process. */
  private void reloadOnSignal(int descriptor) {
    try {
      HangUp.handle(() -> reload(descriptor));
    } catch (ReflectiveOperationException e) {
      log.warn("systemctl reload will end the mount: {}", e.toString());
    }
  }

  private void reload(int descriptor) {
    log.info("starting the installed version of aisml; the mount goes on");
    manager.reloading();
    try {
      NewProgram.start(environment, arguments, descriptor);
    } catch (IOException e) {
      log.error("not reloaded, this process goes on: {}", Reason.of(e));
      manager.ready("not reloaded: " + Reason.of(e));
    }
  }
}
