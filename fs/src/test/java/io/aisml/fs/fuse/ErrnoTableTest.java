package io.aisml.fs.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fs.Errno;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrnoTableTest {
  @ParameterizedTest
  @EnumSource
  void hasTheNumbersOfThisSystem(Errno errno) {
    assertThat(ErrnoTable.number(errno))
        .isEqualTo(jnr.constants.platform.Errno.valueOf(errno.name()).intValue());
  }
}
