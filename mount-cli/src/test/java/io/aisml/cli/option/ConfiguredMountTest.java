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

  @Test
  void isNamedInAListOfOptionsToo() throws UsageException {
    assertThat(OptionList.configuration("rw,config=/a\\,b.conf,strict"))
        .contains(Path.of("/a,b.conf"));
    assertThat(OptionList.configuration("rw,strict")).isEmpty();
    assertThat(OptionList.parse("config=/a.conf,strict")).hasSize(1);
    assertThatThrownBy(() -> OptionList.configuration("config"))
        .hasMessageContaining("config=FILE");
    assertThatThrownBy(() -> OptionList.configuration("config=/a,config=/b"))
        .hasMessageContaining("twice");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("x.conf"), text);
  }
}
