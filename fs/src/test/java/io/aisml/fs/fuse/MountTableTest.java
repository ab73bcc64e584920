package io.aisml.fs.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MountTableTest {
  private static final MountTable TABLE =
      parse(
          """
          36 35 98:0 /mnt1 /data rw,noatime master:1 - ext3 /dev/root rw,errors=continue
          42 27 0:39 / /data ro,nosuid,nodev,relatime - fuse.aisml my\\040spec.json ro,user_id=0
          43 27 0:40 / /a\\134b\\011c rw shared:7 master:1 - tmpfs tmp\\043 rw
          44 27 0:41 / /fran\u00e7ais\r rw - fuse.aisml a rw
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

  /** A name in Latin-1, and one with a carriage return, which is no end of a line. */
  @Test
  void livesWithNamesThatAreNoUtf8() {
    assertThat(TABLE.rows()).hasSize(4);
    assertThat(TABLE.rows().get(3).type()).isEqualTo("fuse.aisml");
    assertThat(TABLE.rows().get(3).directory()).startsWith("/fran").endsWith("ais\r");
  }

  @Test
  void knowsNothingOfDirectoriesThatCarryNoMount() {
    assertThat(TABLE.at(Path.of("/data/x"))).isEmpty();
  }

  private static MountTable parse(String latin1) {
    return MountTable.parse(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }
}
