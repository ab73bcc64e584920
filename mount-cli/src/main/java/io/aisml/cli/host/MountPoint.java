package io.aisml.cli.host;

import io.aisml.fs.fuse.MountTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A directory that something is, was or will be mounted on. Never enters it in this process. */
public final class MountPoint {
  /** How long a mount that is well takes to answer, by far. JuiceFS waits as long. */
  private static final Duration ANSWER = Duration.ofSeconds(3);

  private static final Duration UNMOUNT = Duration.ofSeconds(20);

  /** What {@code strerror(ENOTCONN)} says: the process that served the mount has died. */
  private static final String NOT_CONNECTED = "Transport endpoint is not connected";

  /** What {@code strerror(EACCES)} says. */
  private static final String NOT_PERMITTED = "Permission denied";

  /** What became of an unmount. */
  public enum Outcome {
    DONE,
    BUSY
  }

  /** How a mount is. */
  public enum Health {
    ANSWERS,
    /** Its process is gone. */
    DEAD,
    /** It is there and does not answer. */
    SILENT
  }

  /** The type of a mount of aisml in the mount table. */
  private static final String TYPE = "fuse.aisml";

  private final Path directory;

  private MountPoint(Path directory) {
    this.directory = directory;
  }

  /** The mounts of aisml that this process sees. */
  public static List<MountPoint> all() throws IOException {
    return MountTable.read().rows().stream()
        .filter(row -> row.type().equals(TYPE))
        .map(row -> new MountPoint(Path.of(row.directory())))
        .toList();
  }

  /** A mount point's path as the name of a file: slashes as hyphens, hyphens as two. */
  public static String fileName(Path directory) {
    return directory.toString().substring(1).replace("-", "--").replace('/', '-');
  }

  /**
   * Finds the mount point that a user means.
   *
   * @param directory may be relative, and may lead over symbolic links
   * @throws IOException when there is no such directory
   */
  public static MountPoint of(Path directory) throws IOException {
    Path absolute = directory.toAbsolutePath().normalize();
    Path parent = absolute.getParent();
    if (parent == null) {
      return new MountPoint(absolute);
    }
    // A dead mount can't be asked for its real path, so the last step is taken by hand.
    Path name = absolute.getFileName();
    Path byParent = parent.toRealPath().resolve(name);
    boolean mounted = MountTable.read().at(byParent).isPresent();
    return new MountPoint(mounted ? byParent : byParent.toRealPath());
  }

  /** The real path. */
  public Path directory() {
    return directory;
  }

  /** Whether aisml is what one sees here. */
  public boolean isMounted() throws IOException {
    return MountTable.read().at(directory).filter(row -> row.type().equals(TYPE)).isPresent();
  }

  /** What the mount table has as the source of the mount here, or empty when there is none. */
  public String source() throws IOException {
    return MountTable.read().at(directory).map(MountTable.Row::source).orElse("");
  }

  /** {@code major:minor} of the files of the mount here, or empty when there is none. */
  public String device() throws IOException {
    return MountTable.read().at(directory).map(MountTable.Row::device).orElse("");
  }

  /** Asks the mount; statfs, because the kernel never answers that one itself. */
  public Health health() throws IOException, InterruptedException {
    var result = ChildProcess.run(ANSWER, List.of("stat", "-f", "--", directory.toString()));
    if (result.isEmpty()) {
      return Health.SILENT;
    }
    return result.get().error().contains(NOT_CONNECTED) ? Health.DEAD : Health.ANSWERS;
  }

  /** Whether the mount is another user's, and for that one alone. */
  public boolean isDenied() throws IOException, InterruptedException {
    // The kernel answers statfs itself then, with success.
    return ChildProcess.run(ANSWER, List.of("stat", "--", directory.toString()))
        .filter(result -> result.error().contains(NOT_PERMITTED))
        .isPresent();
  }

  /** Reads a file below, or nothing when it can't be had in time. */
  public Optional<String> read(String name) throws IOException, InterruptedException {
    return ChildProcess.run(ANSWER, List.of("cat", "--", directory.resolve(name).toString()))
        .filter(result -> result.exitCode() == 0)
        .map(ChildProcess.Result::output);
  }

  /**
   * Unmounts.
   *
   * @param lazy detach at once, also when busy
   * @throws IOException naming the cause, when it is another one than being busy
   */
  public Outcome unmount(boolean lazy) throws IOException, InterruptedException {
    List<String> command =
        isRoot()
            // -i: no /sbin/umount.TYPE, which may be this program; -c: don't look at a dead mount.
            ? List.of("umount", "-i", "-c", lazy ? "-l" : "-n", "--", directory.toString())
            : List.of("fusermount3", lazy ? "-uz" : "-u", "--", directory.toString());
    var result = ChildProcess.run(UNMOUNT, command);
    if (result.isEmpty()) {
      throw new IOException(
          "%s has not ended within %d s: aisml umount -l detaches the mount"
              .formatted(command.get(0), UNMOUNT.toSeconds()));
    }
    if (result.get().exitCode() == 0) {
      return Outcome.DONE;
    }
    if (!lazy && result.get().error().contains("busy")) {
      return Outcome.BUSY;
    }
    throw new IOException(result.get().error());
  }

  /**
   * Ends the connection between the kernel and whoever serves the mount: all who wait get an error.
   * The mount then is {@link Health#DEAD}.
   */
  public void abort() throws IOException, InterruptedException {
    if (isMounted()) {
      // Also when it fails because the mount is busy, which it is with readers that wait.
      ChildProcess.run(UNMOUNT, List.of("umount", "-i", "-c", "-f", "--", directory.toString()));
    }
  }

  private static boolean isRoot() {
    return HostUser.current().isRoot();
  }
}
