package io.aisml.fetcher.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteRangeTest {
  /** The table of AIStore api/apc/ml_test.go. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, true",
    "10, 20, true",
    "10, -1, true",
    "0, -1, true",
    "-1, 5, false",
    "0, -2, false",
    "5, 0, false"
  })
  void acceptsWhatAistoreAccepts(long start, long length, boolean accepted) {
    assertThat(ByteRange.valid(start, length)).isEqualTo(accepted);
  }
}
