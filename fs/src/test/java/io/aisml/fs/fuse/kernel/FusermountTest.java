package io.aisml.fs.fuse.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FusermountTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fusermount3: option allow_other only allowed if 'user_allow_other' is set in"
            + " /etc/fuse.conf | add that line there as root, or mount without allow-other",
        "fusermount3: failed to open /dev/fuse: Permission denied | as root: chmod 666 /dev/fuse",
        "fusermount3: failed to open /dev/fuse: No such file or directory | as root: modprobe fuse",
        "fusermount3: fuse device not found, try 'modprobe fuse' first | as root: modprobe fuse"
      })
  void saysWhatToDoAboutItsErrors(String said, String advice) {
    assertThat(Fusermount.explained(new MountPoint(Path.of("/d")), said))
        .isEqualTo(said + "; " + advice);
  }

  @ParameterizedTest
  @CsvSource({
    "fusermount3: user has no write access, /d: fusermount3: user has no write access",
    "'', /d: fusermount3 failed without a word"
  })
  void namesTheDirectoryOtherwise(String said, String message) {
    assertThat(Fusermount.explained(new MountPoint(Path.of("/d")), said)).isEqualTo(message);
  }
}
