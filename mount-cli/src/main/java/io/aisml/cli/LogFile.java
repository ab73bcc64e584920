package io.aisml.cli;

import io.aisml.cli.host.HostUser;
import io.aisml.cli.host.MountPoint;
import io.aisml.cli.option.Environment;
import java.nio.file.Path;

/** Where a mount logs when nobody says so. */
final class LogFile {
  /** A file name may have 255 bytes; the rest is for the suffixes of rolled files. */
  private static final int NAME_LENGTH = 200;

  private LogFile() {}

  /**
   * One file a mount point: {@code /var/log/aisml/mnt-speech.log} for root, else below {@code
   * $XDG_STATE_HOME}, {@code ~/.local/state}, or the temporary directory.
   */
  static Path of(Path mountPoint, Environment environment) {
    String path = MountPoint.fileName(mountPoint);
    String name = path.substring(Math.max(0, path.length() - NAME_LENGTH)) + ".log";
    return directory(environment).resolve("aisml").resolve(name);
  }

  private static Path directory(Environment environment) {
    if (HostUser.current().isRoot()) {
      return Path.of("/var/log");
    }
    return environment
        .get("XDG_STATE_HOME")
        .map(Path::of)
        .or(() -> environment.home().map(home -> home.resolve(".local/state")))
        .orElse(Path.of(System.getProperty("java.io.tmpdir")));
  }
}
