package io.aisml.fetcher.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
  @TempDir private Path directory;

  private Path file;

  @BeforeEach
  void nameFile() {
    file = directory.resolve("f.tar");
  }

  @Test
  void appearsOnlyWhenItIsCommitted() throws IOException {
    try (OutputFile output = OutputFile.at(file)) {
      write(output, "whole");
      assertThat(file).doesNotExist();
      output.commit();
    }

    assertThat(file).hasContent("whole");
    assertThat(names()).containsExactly("f.tar");
  }

  @Test
  void leavesNothingWithoutCommit() throws IOException {
    Path deep = directory.resolve("new/newer/f.tar");
    try (OutputFile output = OutputFile.at(deep)) {
      write(output, "half");
      assertThat(deep.getParent()).isDirectory();
    }

    assertThat(names()).isEmpty();
  }

  @Test
  void replacesAFileAndKeepsItsPermissions() throws IOException {
    Files.writeString(file, "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    try (OutputFile output = OutputFile.at(file)) {
      write(output, "new");
      assertThat(file).hasContent("old");
      output.commit();
    }

    assertThat(file).hasContent("new");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
  }

  @Test
  void anExistingFileOutlivesAFailure() throws IOException {
    Files.writeString(file, "old");
    try (OutputFile output = OutputFile.at(file)) {
      write(output, "half");
    }

    assertThat(file).hasContent("old");
    assertThat(names()).containsExactly("f.tar");
  }

  @Test
  void writesThroughASymbolicLink() throws IOException {
    Path target = Files.writeString(directory.resolve("target"), "old");
    Files.createSymbolicLink(file, target);
    try (OutputFile output = OutputFile.at(file)) {
      write(output, "new");
      output.commit();
    }

    assertThat(file).isSymbolicLink();
    assertThat(target).hasContent("new");
  }

  @Test
  void aNameMayBeAsLongAsNamesCanBe() throws IOException {
    Path named = directory.resolve("n".repeat(251) + ".tar");
    try (OutputFile output = OutputFile.at(named)) {
      output.commit();
    }

    assertThat(named).isEmptyFile();
  }

  @Test
  void writesToADeviceDirectly() throws IOException {
    try (OutputFile output = OutputFile.at(Path.of("/dev/null"))) {
      write(output, "lost");
      output.commit();
    }

    assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
  }

  @Test
  void namesTheFileWhenTheDeviceIsFull() throws IOException {
    try (OutputFile output = OutputFile.at(Path.of("/dev/full"))) {
      assertThatThrownBy(() -> write(output, "much"))
          .isInstanceOf(FileSystemException.class)
          .hasMessage("/dev/full: No space left on device");
    }
  }

  @Test
  void refusesADirectory() {
    assertThatThrownBy(() -> OutputFile.at(directory))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("is a directory");
  }

  @Test
  void namesTheDirectoryThatTakesNoFile() {
    assertThatThrownBy(() -> OutputFile.at(Path.of("/proc/f.tar")))
        .isInstanceOf(FileSystemException.class)
        .hasMessage("/proc: no file can be made there");
  }

  @Test
  void refusesADirectoryThatIsAFile() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> OutputFile.at(file.resolve("f.tar")))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(file + ": is no directory");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }

  private static void write(OutputFile output, String text) throws IOException {
    output.stream().write(text.getBytes(StandardCharsets.UTF_8));
  }
}
