package io.aisml.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service's configuration file says of the mount itself. */
class ConfiguredMountTest {
  @TempDir Path directory;

  @Test
  void tellsSourcesAndDirectoryBesideTheOptions() throws IOException, UsageException {
    Path file = file("source=/a.json\nSOURCE=\"/b c.json\"\ndirectory=/mnt/x\ncache-memory=1g\n");

    assertThat(ConfigurationFile.mount(file)).containsExactly("/a.json", "/b c.json", "/mnt/x");
    assertThat(ConfigurationFile.read(file)).hasSize(1).containsKey(Setting.CACHE_MEMORY);
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    Path file = file("source=/a.json\n");

    assertThatThrownBy(() -> ConfigurationFile.mount(file))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("directory=");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("x.conf"), text);
  }
}
