package io.aisml.fs.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fs.fuse.MemoryFileSystem.Manner;
import io.aisml.fs.fuse.kernel.KernelFuse;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mounts as the user nobody, through fusermount3, in a JVM of its own. */
class OrdinaryUserIT {
  private static final Path DEVICE = Path.of("/dev/fuse");
  private static final String NOBODY = "65534";

  private Set<PosixFilePermission> deviceMode = Set.of();
  private Path home = Path.of("");
  private Path directory = Path.of("");

  /** What nobody may read: a copy of the class path, and a directory to mount on. */
  @BeforeEach
  void prepare() throws Exception {
    deviceMode = Files.getPosixFilePermissions(DEVICE);
    home = Files.createTempDirectory(Path.of("/tmp"), "aisml-nobody");
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    directory = Files.createDirectory(home.resolve("mount"));
    Command.run("chown", NOBODY, directory.toString());
  }

  @AfterEach
  void restore() throws Exception {
    Files.setPosixFilePermissions(DEVICE, deviceMode);
    assertThat(MountTable.read().at(directory)).as("left in the mount table").isEmpty();
    Command.run("rm", "-rf", "--one-file-system", home.toString());
  }

  private void openDevice(boolean toAll) throws IOException {
    Files.setPosixFilePermissions(
        DEVICE, PosixFilePermissions.fromString(toAll ? "rw-rw-rw-" : "rw-------"));
  }

  private Command.Result mountAsNobody(boolean allowOther) throws Exception {
    Path scratch = Files.createDirectory(home.resolve("tmp"));
    Command.run("chown", NOBODY, scratch.toString());
    List<String> words =
        new ArrayList<>(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY));
    words.addAll(
        List.of(
            "--clear-groups",
            ProcessHandle.current().info().command().orElseThrow(),
            "-Djava.io.tmpdir=" + scratch,
            "-cp",
            readableClassPath(),
            Child.class.getName(),
            directory.toString(),
            Boolean.toString(allowOther)));
    return Command.start(words.toArray(String[]::new)).await();
  }

  private String readableClassPath() throws IOException {
    List<String> copies = new ArrayList<>();
    for (String element : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path from = Path.of(element);
      if (!element.isEmpty() && Files.exists(from)) {
        Path to = home.resolve(copies.size() + "-" + from.getFileName());
        copy(from, to);
        copies.add(to.toString());
      }
    }
    return String.join(File.pathSeparator, copies);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(path)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(path, path.equals(from) ? to : to.resolve(from.relativize(path)));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Mounts, lets another process of the same user read, unmounts; says how each went. */
  static final class Child {
    private Child() {}

    public static void main(String... arguments) throws Exception {
      MemoryFileSystem fs = new MemoryFileSystem();
      fs.file(1, "f", "content".getBytes(StandardCharsets.UTF_8), Manner.PLAIN);
      Path at = Path.of(arguments[0]);
      MountOptions options =
          new MountOptions(at, "a,b\\c d", Boolean.parseBoolean(arguments[1]), 1 << 17);
      try (FuseBinding binding = KernelFuse.mount(fs, options)) {
        System.out.println(Command.run("cat", at + "/f"));
        System.out.println(
            Command.run("findmnt", "-n", "-o", "SOURCE,FSTYPE", at.toString()).strip());
        System.out.println(binding.unmount());
      } catch (MountException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void mountsAndUnmounts() throws Exception {
    openDevice(true);
    Command.Result result = mountAsNobody(false);
    assertThat(result.text()).as(result.errors()).endsWith("content\na,b\\c d fuse.aisml\ntrue\n");
  }

  @Test
  void isToldWhereAllowOtherIsAllowed() throws Exception {
    openDevice(true);
    assertThat(Files.readAllLines(Path.of("/etc/fuse.conf"))).doesNotContain("user_allow_other");
    assertThat(mountAsNobody(true).text())
        .contains("option allow_other only allowed if 'user_allow_other' is set in /etc/fuse.conf")
        .endsWith("; add that line there as root, or mount without allow-other\n");
  }

  @Test
  void isToldThatTheDeviceIsClosed() throws Exception {
    openDevice(false);
    assertThat(mountAsNobody(false).text())
        .contains("failed to open /dev/fuse: Permission denied")
        .endsWith("; as root: chmod 666 /dev/fuse\n");
  }

  @Test
  void isToldThatTheDirectoryBelongsToSomebodyElse() throws Exception {
    openDevice(true);
    Command.run("chown", "0", directory.toString());
    assertThat(mountAsNobody(false).text())
        .contains(directory + ": ")
        .contains("fusermount3: user has no write access to mountpoint");
  }
}
