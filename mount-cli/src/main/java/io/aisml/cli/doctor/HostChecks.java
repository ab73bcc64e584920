package io.aisml.cli.doctor;

import io.aisml.cli.host.HostMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The host's side of a mount. Reads files only.
 *
 * @param root in front of all paths; {@code /} but in tests
 * @param isRoot whether the one who asks is root
 */
public record HostChecks(Path root, boolean isRoot) {
  /** The Java heap and what else a mount's process needs beside its cache. */
  private static final long BESIDE_CACHE = 512L << 20;

  /**
   * Checks all.
   *
   * @param cacheBytes what a mount would take as its cache
   */
  public List<Finding> all(HostMemory memory, long cacheBytes) throws IOException {
    return List.of(
        device(),
        fusermount(),
        allowOther(),
        appArmor(),
        kernel(),
        java(),
        memory(memory, cacheBytes));
  }

  Finding device() throws IOException {
    Path device = root.resolve("dev/fuse");
    if (!Files.exists(device)) {
      return Finding.wrong(
          "/dev/fuse",
          "does not exist",
          "modprobe fuse; in a container: --device /dev/fuse --cap-add SYS_ADMIN");
    }
    Set<PosixFilePermission> modes = Files.getPosixFilePermissions(device);
    if (!modes.contains(PosixFilePermission.OTHERS_WRITE)) {
      return Finding.note(
          "/dev/fuse", "is root's alone: ordinary users can't mount", "chmod 666 /dev/fuse");
    }
    return Finding.ok("/dev/fuse", "is there, for all users");
  }

  Finding fusermount() {
    boolean found =
        Stream.of("usr/bin", "bin", "usr/local/bin", "usr/sbin", "sbin")
            .anyMatch(
                directory -> Files.isExecutable(root.resolve(directory).resolve("fusermount3")));
    if (found) {
      return Finding.ok("fusermount3", "is installed");
    }
    return isRoot
        ? Finding.note(
            "fusermount3", "is not installed: ordinary users can't mount", "apt-get install fuse3")
        : Finding.wrong("fusermount3", "is not installed", "apt-get install fuse3");
  }

  Finding allowOther() throws IOException {
    Path file = root.resolve("etc/fuse.conf");
    boolean allowed =
        Files.isReadable(file)
            && Files.readAllLines(file).stream()
                .anyMatch(line -> line.strip().equals("user_allow_other"));
    return allowed
        ? Finding.ok("/etc/fuse.conf", "user_allow_other is set")
        : Finding.note(
            "/etc/fuse.conf",
            "user_allow_other is not set: only root mounts for others",
            "echo user_allow_other >> /etc/fuse.conf");
  }

  Finding appArmor() throws IOException {
    Path profiles = root.resolve("sys/kernel/security/apparmor/profiles");
    if (!Files.isReadable(profiles)) {
      return Finding.ok("AppArmor", "confines nothing that can be seen");
    }
    boolean confined =
        Files.readAllLines(profiles).stream()
            .anyMatch(line -> line.startsWith("fusermount3") && line.contains("(enforce)"));
    return confined
        ? Finding.note(
            "AppArmor",
            "confines fusermount3: ordinary users mount below their home, /mnt, /media, /tmp only",
            "see /etc/apparmor.d/fusermount3")
        : Finding.ok("AppArmor", "does not confine fusermount3");
  }

  private Finding kernel() throws IOException {
    return Finding.ok(
        "kernel", Files.readString(root.resolve("proc/sys/kernel/osrelease")).strip());
  }

  private static Finding java() {
    return Finding.ok("Java", Runtime.version() + " in " + System.getProperty("java.home"));
  }

  static Finding memory(HostMemory memory, long cacheBytes) throws IOException {
    long limit = memory.limit();
    String found =
        "%d MiB for this process, cache-memory %d MiB".formatted(limit >> 20, cacheBytes >> 20);
    return cacheBytes + BESIDE_CACHE > limit
        ? Finding.wrong(
            "memory",
            found + ": too little is left for the rest",
            "--cache-memory="
                + Math.max((limit - BESIDE_CACHE) >> 20, 64)
                + "MiB, or a larger MemoryMax=")
        : Finding.ok("memory", found);
  }
}
