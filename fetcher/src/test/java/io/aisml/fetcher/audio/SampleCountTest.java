package io.aisml.fetcher.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link AudioClipIT} asks Lhotse itself. */
class SampleCountTest {
  @ParameterizedTest
  @CsvSource({
    "0.00003125, 16000, 1",
    "0.00009375, 16000, 2",
    "0.00015625, 16000, 3",
    "0.29, 16000, 4640",
    "0.30000000000000004, 8000, 2400",
    "3.14159265, 44100, 138544",
    "7.999999999, 16000, 128000",
    "1e-9, 16000, 0"
  })
  void roundsAsLhotseDoes(double seconds, int rate, long samples) {
    assertThat(SampleCount.of(seconds, rate)).isEqualTo(samples);
  }

  @Property
  void isTheNearestNumberOfSamples(
      @ForAll @DoubleRange(min = 0, max = 1e6) double seconds,
      @ForAll @IntRange(min = 1, max = 400_000) int rate) {
    BigDecimal exact = new BigDecimal(seconds).multiply(BigDecimal.valueOf(rate));
    BigDecimal off = exact.subtract(BigDecimal.valueOf(SampleCount.of(seconds, rate))).abs();

    assertThat(off.setScale(4, RoundingMode.DOWN)).isLessThanOrEqualTo(new BigDecimal("0.5000"));
  }

  @Property
  void wholeSamplesStayWhole(
      @ForAll @LongRange(min = 0, max = 1L << 36) long samples,
      @ForAll @IntRange(min = 1_000, max = 400_000) int rate) {
    assertThat(SampleCount.of((double) samples / rate, rate)).isEqualTo(samples);
  }

  @Test
  void aCutAsLongAsItsRecordingReadsToTheEnd() {
    OptionalDouble end = OptionalDouble.empty();
    OptionalDouble ten = OptionalDouble.of(10);

    assertThat(AudioWindow.ofCut(0, 10, ten).duration()).isEqualTo(end);
    assertThat(AudioWindow.ofCut(0, 9.9991, ten).duration()).isEqualTo(end);
    assertThat(AudioWindow.ofCut(3, 10.0009, ten).duration()).isEqualTo(end);
    assertThat(AudioWindow.ofCut(0, 9.998, ten).duration()).hasValue(9.998);
    assertThat(AudioWindow.ofCut(0, 10, OptionalDouble.empty()).duration()).hasValue(10);
    // A thousand hours and more: a nanosecond in a second counts as near, too.
    assertThat(AudioWindow.ofCut(0, 2e7, OptionalDouble.of(2e7 + 0.015)).duration()).isEqualTo(end);
  }
}
