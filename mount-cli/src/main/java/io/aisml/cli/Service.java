package io.aisml.cli;

import io.aisml.cli.command.CommandException;
import io.aisml.cli.command.ExitCode;
import io.aisml.cli.host.MountPoint;
import io.aisml.cli.option.Environment;
import io.aisml.cli.option.Reason;
import io.aisml.cli.systemd.HangUp;
import io.aisml.cli.systemd.Keeper;
import io.aisml.cli.systemd.NewProgram;
import io.aisml.cli.systemd.RuntimeDirectory;
import io.aisml.cli.systemd.RuntimeDirectory.Shown;
import io.aisml.cli.systemd.Systemd;
import io.aisml.cli.systemd.Watchdog;
import io.aisml.fetcher.plan.Plan;
import io.aisml.fs.BatchFileSystem;
import io.aisml.fs.FileSystemStatus;
import io.aisml.fs.fuse.FuseBinding;
import io.aisml.fs.fuse.kernel.KernelFuse;
import io.aisml.fs.fuse.kernel.RequestJournal;
import io.aisml.fs.tree.LoadedFiles;
import io.aisml.fs.tree.Sizes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A mount that outlives its process: what it leaves to the process after it, and what it found of
 * the one before. As a service of systemd, systemd keeps the mount's descriptor and is told how the
 * mount is; in the background outside of a service a {@link Keeper} does it; in the foreground
 * outside of a service nothing here has an effect. For one thread.
 */
final class Service {
  private static final Logger log = LoggerFactory.getLogger(Service.class);

  private final Systemd manager;
  private final Environment environment;
  private final List<String> arguments;
  private final MountPoint point;
  private final boolean isDetached;

  /** None when this mount is to end with its process. */
  private Optional<RuntimeDirectory> directory;

  private OptionalInt kept;

  private Service(
      Systemd manager,
      Environment environment,
      List<String> arguments,
      MountPoint point,
      boolean isDetached,
      Optional<RuntimeDirectory> directory) {
    this.manager = manager;
    this.environment = environment;
    this.arguments = arguments;
    this.point = point;
    this.isDetached = isDetached;
    this.directory = directory;
    this.kept = directory.isPresent() ? manager.kept() : OptionalInt.empty();
  }

  /**
   * Finds what this process is to others.
   *
   * @param arguments of its command, to run it again
   * @param isDetached whether it is in the background, whatever service has called it
   */
  static Service of(
      Environment environment, List<String> arguments, MountPoint point, boolean isDetached)
      throws IOException {
    return new Service(
        isDetached ? Systemd.none(environment) : Systemd.of(environment),
        environment,
        arguments,
        point,
        isDetached,
        isDetached
            ? RuntimeDirectory.ofKeeper(environment)
            : RuntimeDirectory.ofService(environment));
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
    if (kept.isEmpty() || directory.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Predecessor(directory.get().read(), kept.getAsInt()));
  }

  /**
   * What the process that serves the service's mount has left to the one after it.
   *
   * @throws IOException when it can't be had, or this is part of no service
   */
  Shown left() throws IOException {
    return directory
        .orElseThrow(() -> new IOException("only a service of systemd is reloaded"))
        .read();
  }

  /** The mount of the process before can't be gone on with. */
  void forget() throws IOException {
    manager.forget();
    kept = OptionalInt.empty();
    if (isDetached && directory.isPresent()) {
      directory.get().remove();
    }
  }

  /** What the process before this one left of standard input. */
  Optional<Path> input() {
    return directory.flatMap(RuntimeDirectory::input);
  }

  /**
   * Leaves what a new mount shows to the process after this one.
   *
   * @param input a file with what standard input had, if it was read
   */
  void leave(Shown shown, Optional<Path> input) {
    try {
      if (isDetached) {
        directory = Optional.of(RuntimeDirectory.make(environment, point.directory()));
      }
      if (directory.isPresent()) {
        directory.get().write(shown, input);
      }
    } catch (IOException e) {
      log.warn("the mount ends with its process: {}", Reason.withFile(e));
      directory = Optional.empty();
    }
  }

  /** Goes on with a mount. */
  FuseBinding takeOver(BatchFileSystem fs, Predecessor before) throws IOException {
    RuntimeDirectory runtime = directory.orElseThrow();
    Map<Path, ByteBuffer> left = runtime.requestsLeft();
    FuseBinding mounted =
        KernelFuse.takeOver(
            fs,
            point.directory(),
            before.descriptor(),
            List.copyOf(left.values()),
            new RequestJournal(runtime.requests(RequestJournal.BYTES)));
    runtime.forget(left.keySet());
    return mounted;
  }

  /** Where a new mount keeps its requests until they are answered. */
  RequestJournal journal() throws IOException {
    return directory.isPresent()
        ? new RequestJournal(directory.get().requests(RequestJournal.BYTES))
        : RequestJournal.inOwnMemory();
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
  Watchdog ready(FuseBinding binding, Supplier<FileSystemStatus> status) {
    if (directory.isPresent() && binding.descriptor().isPresent()) {
      outlive(directory.get(), binding.descriptor().getAsInt());
    }
    manager.ready(point.directory() + " is mounted");
    return Watchdog.start(manager, point, () -> line(status.get()));
  }

  private void outlive(RuntimeDirectory runtime, int descriptor) {
    manager.keep(descriptor);
    if (manager.isPresent()) {
      reloadOnSignal(descriptor);
    }
    if (isDetached && kept.isEmpty()) {
      try {
        Keeper.start(environment, arguments, runtime, point.directory(), descriptor);
      } catch (IOException e) {
        log.warn("the mount ends with its process: {}", Reason.withFile(e));
      }
    }
  }

  /**
   * Refuses to bring back what somebody has unmounted: a mount that was detached while in use ends
   * with its process.
   */
  void refuseIfDetached() throws CommandException, IOException {
    if (isDetached && kept.isPresent() && !point.isMounted()) {
      ends();
      throw new CommandException(
          ExitCode.MOUNT_FAILED,
          "%s was detached, and has ended with its process".formatted(point.directory()));
    }
  }

  /** There will be no mount. Nothing of one that could not be taken over stays behind. */
  void failed() throws IOException, InterruptedException {
    ends();
    if (isDetached && RuntimeDirectory.ofKeeper(environment).isPresent() && point.isMounted()) {
      MountPoint.Outcome unused = point.unmount(true);
    }
  }

  /** The mount ends, or begins to: no process is to take it over. */
  void ends() {
    manager.stopping();
    if (isDetached && directory.isPresent()) {
      try {
        directory.get().remove();
      } catch (IOException e) {
        log.warn("{} is left behind: {}", directory.get().directory(), Reason.of(e));
      }
    }
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
