package io.aisml.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTypeTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "512b, 512",
    "1k, 1024",
    "4KiB, 4096",
    "512MiB, 536870912",
    "512 mb, 536870912",
    "2g, 2147483648",
    "3T, 3298534883328"
  })
  void readsSizes(String text, long bytes) {
    assertThat(parse(ValueType.SIZE, text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "1.5g", "g", "1 q", "99999999999999999t", "0x10"})
  void refusesWhatIsNoSize(String text) {
    assertRefused(ValueType.SIZE, text);
  }

  @ParameterizedTest
  @CsvSource({"500ms, 500", "30, 30000", "30s, 30000", "5m, 300000", "5min, 300000", "1h, 3600000"})
  void readsTimes(String text, long millis) {
    assertThat(parse(ValueType.DURATION, text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1s", "1d", "s", "1.5s", "PT5M"})
  void refusesWhatIsNoTime(String text) {
    assertRefused(ValueType.DURATION, text);
  }

  @ParameterizedTest
  @CsvSource({"0444, 292", "444, 292", "0, 0", "0555, 365"})
  void readsPermissionsAsOctal(String text, int mode) {
    assertThat(parse(ValueType.MODE, text)).isEqualTo(mode);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0644", "0200", "1000", "8", "rw", "-1"})
  void refusesPermissionsToWriteAndWhatIsNotOctal(String text) {
    assertRefused(ValueType.MODE, text);
  }

  @ParameterizedTest
  @CsvSource({"true, true", "YES, true", "on, true", "1, true", "false, false", "off, false"})
  void readsFlags(String text, boolean flag) {
    assertThat(parse(ValueType.FLAG, text)).isEqualTo(flag);
  }

  @Test
  void autoLeavesACountOpen() {
    assertThat(parse(ValueType.COUNT_OR_AUTO, "auto")).isEqualTo(OptionalInt.empty());
    assertThat(parse(ValueType.COUNT_OR_AUTO, "3")).isEqualTo(OptionalInt.of(3));
    assertRefused(ValueType.COUNT_OR_AUTO, "0");
    assertThat(parse(ValueType.NUMBER_OR_AUTO, "0")).isEqualTo(OptionalInt.of(0));
  }

  @Test
  void separatesAddressesByBlanks() {
    assertThat(parse(ValueType.URLS, " http://a:8080  https://b "))
        .isEqualTo(List.of("http://a:8080", "https://b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:8080", "ftp://a", "file://relative", "http://", ""})
  void refusesWhatIsNoAddress(String text) {
    assertRefused(ValueType.URLS, text);
  }

  @Test
  void takesOneWordOfSeveral() {
    ValueType<FuseKind> type = ValueType.oneOf(FuseKind.class);

    assertThat(type.label()).isEqualTo("kernel|jnr");
    assertThat(parse(type, "jnr")).isEqualTo(FuseKind.JNR);
    assertRefused(type, "JNR");
  }

  private static <T> T parse(ValueType<T> type, String text) {
    return type.parser().apply(text);
  }

  private static void assertRefused(ValueType<?> type, String text) {
    assertThatThrownBy(() -> parse(type, text))
        .isInstanceOfAny(IllegalArgumentException.class, ArithmeticException.class);
  }
}
