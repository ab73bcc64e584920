package io.aisml.cli;

import io.aisml.cli.command.CommandException;
import io.aisml.cli.command.ExitCode;
import io.aisml.cli.host.MountPoint;
import io.aisml.cli.host.MountUser;
import io.aisml.cli.option.Environment;
import io.aisml.cli.option.FuseKind;
import io.aisml.cli.option.LastingOptions;
import io.aisml.cli.option.Reason;
import io.aisml.cli.option.Setting;
import io.aisml.cli.option.Settings;
import io.aisml.cli.option.UsageException;
import io.aisml.cli.socket.MountSocket;
import io.aisml.cli.systemd.RuntimeDirectory.Shown;
import io.aisml.cli.systemd.StartTime;
import io.aisml.cli.systemd.Watchdog;
import io.aisml.fetcher.layout.MountPlan;
import io.aisml.fetcher.source.BatchSource;
import io.aisml.fs.BatchFileSystem;
import io.aisml.fs.FsOptions;
import io.aisml.fs.Ownership;
import io.aisml.fs.fuse.FuseBinding;
import io.aisml.fs.fuse.MountOptions;
import io.aisml.fs.fuse.jnr.JnrFuse;
import io.aisml.fs.fuse.kernel.KernelFuse;
import io.aisml.fs.tree.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One mount, from its sources to its end. For one thread; an interrupt ends whatever it waits for.
 */
final class MountRun implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MountRun.class);

  /** What the kernel reads ahead of one reader: one FUSE read of the largest size. */
  private static final int READ_AHEAD_BYTES = 1 << 20;

  private static final int LEFT_OUT_SHOWN = 5;

  private final Settings settings;
  private final Environment environment;
  private final MountChecks checks;
  private final MountStore store;
  private final Sources sources;
  private final MountPoint point;
  private final Optional<Path> logFile;
  private final Service service;
  private @Nullable Watchdog watchdog;
  private @Nullable MountSocket socket;
  private volatile @Nullable BatchFileSystem fileSystem;
  private @Nullable FuseBinding binding;

  MountRun(
      Settings settings,
      Environment environment,
      Sources sources,
      MountPoint point,
      Optional<Path> logFile,
      Service service) {
    this.settings = settings;
    this.environment = environment;
    this.checks = new MountChecks(settings, point);
    this.store = new MountStore(settings, environment);
    this.sources = sources;
    this.point = point;
    this.logFile = logFile;
    this.service = service;
  }

  /**
   * Makes the mount. It answers when this returns.
   *
   * @throws CommandException when it can't be made; then nothing is mounted
   */
  void start() throws CommandException, UsageException, IOException, InterruptedException {
    prepareFuse();
    checks.check(sources.paths(), logFile);
    service.refuseIfDetached();
    FuseBinding mounted;
    boolean made = false;
    StartTime time = StartTime.extend(service.manager());
    try (KeptInput input = KeptInput.of(sources, service.input())) {
      Optional<FuseBinding> takenOver = takenOver(input);
      mounted = takenOver.isPresent() ? takenOver.get() : mountAnew(input);
      made = true;
    } finally {
      time.close();
      if (!made) {
        service.failed();
      }
    }
    binding = mounted;
    BatchFileSystem serving = Objects.requireNonNull(fileSystem);
    watchdog = service.ready(mounted, serving::status);
    log.info("{} is mounted", point.directory());
  }

  /** Goes on with the mount of a process before this one, if there is one and that can be done. */
  private Optional<FuseBinding> takenOver(KeptInput input)
      throws IOException, InterruptedException {
    try {
      Optional<Service.Predecessor> before = service.predecessor();
      if (before.isEmpty()) {
        return Optional.empty();
      }
      Shown shown = before.get().shown();
      if (!shown.options().directory().equals(point.directory())) {
        leaveBehind(shown.options().directory());
        return Optional.empty();
      }
      BatchFileSystem fs =
          open(PlannedAgain.of(shown, sources, input, settings, point.directory(), store::open));
      FuseBinding mounted = service.takeOver(fs, before.get());
      log.warn("{} goes on: taken over from the process before", point.directory());
      for (String change : shown.options().changes(lasting())) {
        log.warn("{} goes on as it was made: {}", point.directory(), change);
      }
      return Optional.of(mounted);
    } catch (IOException | UsageException | CommandException e) {
      log.error(
          "{} can't be taken over from the process before and is mounted anew, its readers get an"
              + " error: {}",
          point.directory(),
          e instanceof IOException failure ? Reason.withFile(failure) : e.getMessage());
      service.forget();
      release();
      point.abort();
      return Optional.empty();
    }
  }

  private LastingOptions lasting() {
    return LastingOptions.of(sources.arguments(), point.directory(), settings);
  }

  /** The configuration names another directory than the one that the process before served. */
  private void leaveBehind(Path directory) throws IOException, InterruptedException {
    log.warn(
        "{} is detached, its readers get an error: directory= names {} now",
        directory,
        point.directory());
    service.forget();
    MountPoint.Outcome unused = MountPoint.of(directory).unmount(true);
  }

  private FuseBinding mountAnew(KeptInput input)
      throws CommandException, UsageException, IOException, InterruptedException {
    service.manager().status("reading the source");
    MountPlan plan = Planning.plan(sources, input, settings, point.directory(), store::open);
    tell(plan);
    checks.clearTheWay();
    service.leave(
        new Shown(plan.plan(), plan.time(), PlannedAgain.generatedSizes(plan), lasting()),
        input.file());
    if (!settings.get(Setting.LAZY_CONNECT)) {
      service.manager().status("connecting to the store");
      BatchSource unused = store.open(true);
    }
    try {
      BatchFileSystem fs = open(plan);
      // Reading the sources left garbage, and the heap gives memory back only when it is collected.
      System.gc();
      return mount(fs);
    } catch (IOException e) {
      throw new CommandException(ExitCode.MOUNT_FAILED, Reason.withFile(e), e);
    }
  }

  private BatchFileSystem open(MountPlan plan)
      throws IOException, UsageException, CommandException, InterruptedException {
    openSocket();
    BatchSource opened = store.tiered(plan.plan());
    MountTexts texts = new MountTexts(facts(plan), settings, plan, opened);
    BatchFileSystem fs =
        BatchFileSystem.open(
            plan.plan(),
            opened,
            plan.files().readFrom(opened),
            options(plan, texts.files()),
            service.sizes(plan.plan()),
            service.loaded(plan.plan()));
    fileSystem = fs;
    texts.tellOf(fs);
    return fs;
  }

  /** Who asks before the file system is there gets no answer; nobody knows the socket by then. */
  private void openSocket() {
    MountSocket.removeDead(environment);
    Path path = MountSocket.path(point.directory(), environment);
    try {
      socket = MountSocket.open(path, paths -> Objects.requireNonNull(fileSystem).tell(paths));
    } catch (IOException e) {
      log.warn("aisml prefetch can't be used: the socket {}: {}", path, Reason.of(e));
    }
  }

  /**
   * Serves until somebody unmounts or this thread is interrupted; then unmounts.
   *
   * @return the exit code
   */
  int awaitEnd() throws IOException {
    FuseBinding mounted = Objects.requireNonNull(binding);
    try {
      mounted.awaitEnd();
      service.ends();
      log.info("{} was unmounted", point.directory());
    } catch (InterruptedException e) {
      end(mounted);
    }
    return ExitCode.OK;
  }

  @Override
  public void close() throws IOException {
    service.ends();
    release();
  }

  private void release() throws IOException {
    if (watchdog != null) {
      watchdog.close();
    }
    if (binding != null) {
      binding.close();
    }
    if (socket != null) {
      socket.close();
      socket = null;
    }
    if (fileSystem != null) {
      fileSystem.shutdown();
      fileSystem = null;
    }
    store.close();
  }

  private void end(FuseBinding mounted) throws IOException {
    service.ends();
    // Asked before the end: afterwards the kernel no longer knows where their files were.
    List<MountUser> users = MountUser.of(point.directory(), Path.of("/proc"));
    if (mounted.unmount()) {
      log.info("{} is unmounted", point.directory());
    } else {
      log.warn("{} was busy and has been detached: {}", point.directory(), MountUser.named(users));
    }
  }

  /** Beside the planning, because it takes as long as planning a thousand entries. */
  private void prepareFuse() {
    if (settings.get(Setting.FUSE) == FuseKind.KERNEL) {
      Thread thread = new Thread(KernelFuse::prepare, "prepare-fuse");
      thread.setDaemon(true);
      // What fails here fails again in the mount, where there is somebody to tell.
      thread.setUncaughtExceptionHandler(
          (failed, e) -> log.debug("native calls: {}", e.toString()));
      thread.start();
    }
  }

  private static void tell(MountPlan plan) {
    plan.notices().forEach(log::warn);
    plan.plan().leftOut().stream()
        .limit(LEFT_OUT_SHOWN)
        .forEach(
            left -> log.warn("{}: {} is left out: {}", left.where(), left.name(), left.cause()));
    long more = plan.plan().leftOutCount() - LEFT_OUT_SHOWN;
    if (more > 0) {
      log.warn("{} more are left out; aisml plan lists them", more);
    }
  }

  private MountFacts facts(MountPlan plan) {
    return new MountFacts(
        Instant.now(),
        sources.texts(),
        Objects.requireNonNull(settings.given().get(Setting.ENDPOINT)).withoutPassword(),
        settings.get(Setting.FUSE).name().toLowerCase(Locale.ROOT),
        logFile.map(Path::toString).orElse("standard error"),
        socket == null ? "" : socket.path().toString(),
        plan.plan().batchCount(),
        plan.plan().leftOutCount(),
        plan.plan().memoryBytes(),
        settings.get(Setting.CACHE_MEMORY));
  }

  private FsOptions options(MountPlan plan, List<TextFile> texts) {
    return new FsOptions(
        settings.get(Setting.CACHE_MEMORY),
        settings.get(Setting.FETCH),
        settings.get(Setting.READ_AHEAD),
        settings.get(Setting.REQUESTS),
        settings.get(Setting.SIZES),
        settings.get(Setting.OPEN),
        settings.get(Setting.PUSH),
        settings.get(Setting.OPEN_TIMEOUT),
        settings.get(Setting.NEGATIVE_TTL),
        new Ownership(settings.get(Setting.UID), settings.get(Setting.GID), plan.time()),
        settings.get(Setting.FMODE),
        settings.get(Setting.DMODE),
        plan.generated(),
        texts);
  }

  private FuseBinding mount(BatchFileSystem fs) throws IOException {
    MountOptions options =
        new MountOptions(
            point.directory(),
            sources.device(),
            settings.get(Setting.ALLOW_OTHER),
            READ_AHEAD_BYTES);
    return settings.get(Setting.FUSE) == FuseKind.KERNEL
        ? KernelFuse.mount(fs, options, service.journal())
        : JnrFuse.mount(fs, options);
  }
}
