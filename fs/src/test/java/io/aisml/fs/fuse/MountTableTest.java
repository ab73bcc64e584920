package io.aisml.fs.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MountTableTest {
  private static final MountTable TABLE =
      MountTable.parse(
          """
          36 35 98:0 /mnt1 /data rw,noatime master:1 - ext3 /dev/root rw,errors=continue
          42 27 0:39 / /data ro,nosuid,nodev,relatime - fuse.aisml my\\040spec.json ro,user_id=0
          43 27 0:40 / /a\\134b\\011c rw shared:7 master:1 - tmpfs tmp\\043 rw
          """);

  @Test
  void givesTheMountThatWasMadeLast() {
    assertThat(TABLE.at(Path.of("/data")))
        .contains(new MountTable.Row("0:39", "/data", "fuse.aisml", "my spec.json"));
  }

  @Test
  void undoesTheKernelsEscapes() {
    assertThat(TABLE.at(Path.of("/a\\b\tc")))
        .contains(new MountTable.Row("0:40", "/a\\b\tc", "tmpfs", "tmp#"));
  }

  @Test
  void knowsNothingOfDirectoriesThatCarryNoMount() {
    assertThat(TABLE.at(Path.of("/data/x"))).isEmpty();
  }
}
