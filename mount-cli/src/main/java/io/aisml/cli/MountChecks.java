package io.aisml.cli;

import io.aisml.cli.command.CommandException;
import io.aisml.cli.command.ExitCode;
import io.aisml.cli.host.HostMemory;
import io.aisml.cli.host.MountPoint;
import io.aisml.cli.option.FuseKind;
import io.aisml.cli.option.Setting;
import io.aisml.cli.option.Settings;
import io.aisml.cli.option.UsageException;
import io.aisml.fs.OpenMode;
import io.aisml.fs.SizeMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What keeps a mount from being made, found before anything of it is. */
final class MountChecks {
  private static final Logger log = LoggerFactory.getLogger(MountChecks.class);

  private final Settings settings;
  private final MountPoint point;

  MountChecks(Settings settings, MountPoint point) {
    this.settings = settings;
    this.point = point;
  }

  /**
   * Refuses settings that don't go together and files that the mount would hide, and warns of more
   * cache than memory.
   */
  void check(List<Path> sources, Optional<Path> logFile)
      throws CommandException, UsageException, IOException {
    refuseUnfit();
    refuseBelow(sources, "the source");
    refuseBelow(settings.find(Setting.CACHE_DIR).stream().toList(), "cache-dir");
    refuseBelow(logFile.stream().toList(), "the log file");
    warnOfMemory();
  }

  private void refuseUnfit() throws UsageException {
    OpenMode open = settings.get(Setting.OPEN);
    if (open != OpenMode.ALWAYS && settings.get(Setting.FUSE) == FuseKind.JNR) {
      throw new UsageException(
          "open=%s needs fuse=kernel: libfuse 2 asks for every open"
              .formatted(open.name().toLowerCase(Locale.ROOT)));
    }
    if (settings.find(Setting.CACHE_DIR).isPresent()
        && settings.get(Setting.ENDPOINT).get(0).startsWith("file:")) {
      throw new UsageException(
          "cache-dir keeps what comes over a network: endpoint=%s is a directory itself"
              .formatted(settings.get(Setting.ENDPOINT).get(0)));
    }
    if (open == OpenMode.NEVER && settings.get(Setting.SIZES) == SizeMode.LAZY) {
      throw new UsageException(
          "open=never can't go with sizes=lazy: all sizes must be known before the first read");
    }
  }

  /** The daemon would wait for itself. */
  private void refuseBelow(List<Path> paths, String what) throws CommandException {
    for (Path path : paths) {
      if (path.toAbsolutePath().normalize().startsWith(point.directory())) {
        throw new CommandException(
            ExitCode.USAGE,
            "%s %s lies below the mount point %s: the mount would hide it"
                .formatted(what, path, point.directory()));
      }
    }
  }

  private void warnOfMemory() throws IOException {
    long limit = HostMemory.ofThisProcess().limit();
    if (settings.get(Setting.CACHE_MEMORY) > limit) {
      log.warn("cache-memory is more than the {} MiB that this process may use", limit >> 20);
    }
  }

  /**
   * Removes a dead mount from the mount point; refuses one that lives, and what is no directory.
   */
  void clearTheWay() throws CommandException, IOException, InterruptedException {
    if (point.isMounted()) {
      switch (point.health()) {
        case DEAD -> {
          log.warn("{} was left behind by a mount that died: unmounted", point.directory());
          point.unmount(true);
        }
        case ANSWERS -> throw inUse("is already a mount of aisml: aisml umount ends it");
        case SILENT -> throw inUse("is a mount that does not answer: aisml umount -l detaches it");
      }
    }
    if (!Files.isDirectory(point.directory())) {
      throw new CommandException(ExitCode.USAGE, point.directory() + " is no directory");
    }
  }

  private CommandException inUse(String problem) {
    return new CommandException(ExitCode.MOUNT_FAILED, point.directory() + " " + problem);
  }
}
