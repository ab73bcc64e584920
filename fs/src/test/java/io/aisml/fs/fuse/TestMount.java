package io.aisml.fs.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fs.ReadOnlyFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A mount on a directory of its own, gone at the end of the test whatever happened in it. */
final class TestMount implements AutoCloseable {
  final Path directory;
  final FuseBinding binding;

  TestMount(Binding kind, ReadOnlyFileSystem fs) throws IOException {
    this.directory = Files.createTempDirectory("mount").toRealPath();
    this.binding = kind.mount(fs, new MountOptions(directory, "test:source", true, 1 << 20));
  }

  /** Where a file of the mount is. */
  String path(String name) {
    return directory + "/" + name;
  }

  @Override
  public void close() throws IOException {
    binding.close();
    assertThat(MountTable.read().at(directory)).as("left in the mount table").isEmpty();
    Files.delete(directory);
  }
}
