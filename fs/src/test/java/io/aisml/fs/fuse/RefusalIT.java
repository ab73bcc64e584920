package io.aisml.fs.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aisml.fs.fuse.MemoryFileSystem.Manner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The errors that programs get, and those of mounting. */
@ParameterizedClass
@EnumSource
class RefusalIT {
  private final Binding binding;
  private final MemoryFileSystem fs = new MemoryFileSystem();

  RefusalIT(Binding binding) {
    this.binding = binding;
  }

  @ParameterizedTest
  @CsvSource({
    "OPEN_MISSING, No such file or directory",
    "OPEN_DENIED, Permission denied",
    "OPEN_THROWS, Input/output error",
    "READ_FAILS, Input/output error"
  })
  void tellsWhyAFileCannotBeRead(Manner manner, String error) throws Exception {
    fs.file(1, "bad", new byte[100], manner);
    fs.file(1, "good", "good".getBytes(StandardCharsets.UTF_8), Manner.PLAIN);
    try (TestMount mount = new TestMount(binding, fs)) {
      assertThat(Command.fail("cat", mount.path("bad")).errors()).contains(error);
      assertThat(Command.run("stat", "-c", "%s", mount.path("bad"))).isEqualTo("100\n");
      assertThat(Command.run("cat", mount.path("good"))).isEqualTo("good");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "touch DIR/new",
    "mkdir DIR/new",
    "rm -f DIR/f",
    "rmdir DIR/d",
    "mv DIR/f DIR/g",
    "ln DIR/f DIR/g",
    "ln -s f DIR/g",
    "truncate -s 0 DIR/f",
    "chmod 777 DIR/f",
    "chown 1 DIR/f",
    "dd if=/dev/zero of=DIR/f count=1",
    "mkfifo DIR/p"
  })
  void takesNothing(String command) throws Exception {
    fs.file(1, "f", new byte[1], Manner.PLAIN);
    fs.directory(1, "d");
    try (TestMount mount = new TestMount(binding, fs)) {
      String line = command.replace("DIR", mount.directory.toString());
      assertThat(Command.fail("sh", "-c", line).errors()).contains("Read-only file system");
    }
  }

  @Test
  void hasNoExtendedAttributesNorTerminals() throws Exception {
    fs.file(1, "f", new byte[1], Manner.PLAIN);
    String script =
        """
        import os,sys,errno
        for ask in (lambda: os.getxattr(sys.argv[1],'user.x'), lambda: os.listxattr(sys.argv[1])):
          try: print(ask())
          except OSError as e: print(errno.errorcode[e.errno])
        print(os.isatty(os.open(sys.argv[1],os.O_RDONLY)))
        """;
    try (TestMount mount = new TestMount(binding, fs)) {
      assertThat(Command.runPython(script, mount.path("f")))
          .startsWith("ENOTSUP\n")
          .endsWith("False\n");
    }
  }

  @Test
  void showsItsSourceAndNoBlocks() throws Exception {
    try (TestMount mount = new TestMount(binding, fs)) {
      assertThat(
              Command.run(
                      "df", "--output=source,size,used,avail,target", mount.directory.toString())
                  .lines()
                  .skip(1)
                  .map(line -> line.replaceAll(" +", " ")))
          .containsExactly("test:source 0 0 0 " + mount.directory);
    }
  }

  @Test
  void doesNotMountTwice() throws Exception {
    try (TestMount mount = new TestMount(binding, fs)) {
      assertThatThrownBy(() -> mount(mount.directory))
          .isInstanceOf(MountException.class)
          .hasMessageContaining("is already an aisml mount; unmount it first");
    }
  }

  @Test
  void mountsOnlyOnDirectories(@TempDir Path directory) throws Exception {
    assertThatThrownBy(() -> mount(directory.resolve("missing")))
        .isInstanceOf(MountException.class)
        .hasMessageEndingWith("missing: does not exist; make it with mkdir");
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> mount(file))
        .isInstanceOf(MountException.class)
        .hasMessage(file + ": is not a directory");
  }

  @Test
  void hidesWhatTheDirectoryHeld(@TempDir Path directory) throws Exception {
    Files.createFile(directory.resolve("hidden"));
    mount(directory);
    assertThat(directory.resolve("hidden")).exists();
  }

  private void mount(Path directory) throws Exception {
    binding.mount(fs, new MountOptions(directory, "x", true, 1 << 17)).close();
  }
}
