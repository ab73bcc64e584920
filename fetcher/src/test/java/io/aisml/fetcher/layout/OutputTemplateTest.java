package io.aisml.fetcher.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aisml.fetcher.spec.InvalidNameException;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutputTemplateTest {
  /** The widths are those of AIStore cmn/cos/template_test.go. */
  @ParameterizedTest
  @CsvSource({
    "'b-{000..002}', 'b-000 b-001 b-002'",
    "'{8..10}', '8 9 10'",
    "'{08..10}x', '08x 09x 10x'",
    "'{0001..3}', '1 2 3'",
    "'{1..02}}', '1} 2}'",
    "'a{0..4..2}b', 'a0b a2b a4b'",
    "'a{0..5..2}b', 'a0b a2b a4b'",
    "'{0..1}-{07..08}.x', '0-07.x 0-08.x 1-07.x 1-08.x'",
    "'n-@02', 'n-00 n-01 n-02'",
    "'n-@1-@1', 'n-0-0 n-0-1 n-1-0 n-1-1'"
  })
  void namesAsAistoreDoes(String template, String names) throws Exception {
    OutputTemplate parsed = OutputTemplate.parse(template);

    List<String> all = LongStream.range(0, parsed.size()).mapToObj(parsed::name).toList();
    assertThat(String.join(" ", all)).isEqualTo(names);
  }

  @ParameterizedTest
  @CsvSource({
    "b-%06d, 0, b-000000",
    "b-%06d, 1234567, b-1234567",
    "%d.x, 12, 12.x",
    "%012d, 5, 000000000005"
  })
  void countsOnWithAPercentSign(String template, long index, String name) throws Exception {
    assertThat(OutputTemplate.parse(template).name(index)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "plain",
        "{a..z}",
        "{1,2,3}",
        "{}",
        "{{1..2}}",
        "{1..2}{x}",
        "{1..2..0}",
        "{2..1}",
        "{-1..2}",
        "{1..99999999999999999999}",
        "{0..9999999999}{0..9999999999}",
        "user@host",
        "%x",
        "%6d",
        "%0d",
        "%d-%d"
      })
  void refusesWhatHasNoNumbers(String template) {
    assertThatExceptionOfType(InvalidNameException.class)
        .isThrownBy(() -> OutputTemplate.parse(template))
        .withMessageContaining("template '" + template + "'");
  }

  @Test
  void hasNoNameBeyondItsSize() throws Exception {
    OutputTemplate template = OutputTemplate.parse("{1..3}");

    assertThatThrownBy(() -> template.name(3)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
