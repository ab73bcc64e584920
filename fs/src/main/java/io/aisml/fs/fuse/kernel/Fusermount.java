package io.aisml.fs.fuse.kernel;

import io.aisml.fs.fuse.MountException;
import io.aisml.fs.fuse.MountOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The set-user-id program that mounts and unmounts for ordinary users. */
final class Fusermount {
  private static final String PROGRAM = "fusermount3";
  private static final List<String> DIRECTORIES =
      List.of("/usr/bin", "/bin", "/usr/local/bin", "/usr/sbin", "/sbin");

  /** Mounting takes milliseconds; a program that hangs must not hang us. */
  private static final int DEADLINE_S = 10;

  private Fusermount() {}

  /**
   * Mounts.
   *
   * @return a descriptor of {@code /dev/fuse} whose first request is INIT
   */
  static int mount(MountPoint point, MountOptions options) throws MountException {
    String list =
        "ro,nosuid,nodev,default_permissions,subtype=aisml,fsname="
            + escaped(options.source())
            + (options.allowOther() ? ",allow_other" : "");
    List<String> command = List.of(program().toString(), "-o", list, "--", point.toString());
    DescriptorSender.Outcome outcome = DescriptorSender.run(command, DEADLINE_S * 1000);
    if (outcome.descriptor() < 0) {
      throw new MountException(explained(point, outcome.errors()));
    }
    return outcome.descriptor();
  }

  /** Unmounts; false when the mount is busy. */
  static boolean unmounted(Path directory, boolean detach) throws IOException {
    List<String> command =
        Stream.of(program().toString(), "-u", detach ? "-z" : "", "--", directory.toString())
            .filter(word -> !word.isEmpty())
            .toList();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      if (!process.waitFor(DEADLINE_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new MountException(PROGRAM + " -u " + directory + " has not ended in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MountException("interrupted while unmounting " + directory, e);
    }
    String says =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.exitValue() != 0 && !says.contains("busy")) {
      throw new MountException(says);
    }
    return process.exitValue() == 0;
  }

  static String explained(MountPoint point, String errors) {
    String says = errors.isEmpty() ? PROGRAM + " failed without a word" : errors;
    if (says.contains("user_allow_other")) {
      return says + "; add that line there as root, or mount without allow-other";
    }
    if (says.contains("/dev/fuse") && says.contains("Permission denied")) {
      return says + "; as root: chmod 666 /dev/fuse";
    }
    if (says.contains("/dev/fuse") || says.contains("fuse device not found")) {
      return says + "; as root: modprobe fuse";
    }
    return point + ": " + says;
  }

  /** In an option list a comma ends an option and a backslash quotes. */
  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace(",", "\\,");
  }

  /** Where distributions put it; a set-user-ID program is not looked for along a PATH. */
  private static Path program() throws MountException {
    return DIRECTORIES.stream()
        .map(directory -> Path.of(directory, PROGRAM))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () ->
                new MountException(
                    PROGRAM
                        + " is not installed, and only root can mount without it: install fuse3"));
  }
}
