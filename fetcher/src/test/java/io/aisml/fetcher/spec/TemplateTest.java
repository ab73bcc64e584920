package io.aisml.fetcher.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
  /** The widths are those of AIStore cmn/cos/template_test.go. */
  @ParameterizedTest
  @CsvSource({
    "'b-{000..002}', 'b-000 b-001 b-002'",
    "'{8..10}', '8 9 10'",
    "'{08..10}x', '08x 09x 10x'",
    "'{0001..3}', '1 2 3'",
    "'{1..02}}', '1} 2}'",
    "'o{01..02}.bin', 'o01.bin o02.bin'",
    "'a{0..4..2}b', 'a0b a2b a4b'",
    "'a{0..5..2}b', 'a0b a2b a4b'",
    "'n-{0001..0010..3}.wav', 'n-0001.wav n-0004.wav n-0007.wav n-0010.wav'",
    "'{0..1}-{07..08}.x', '0-07.x 0-08.x 1-07.x 1-08.x'",
    "'sh-{0..1}.tar/f{1..2}.w', 'sh-0.tar/f1.w sh-0.tar/f2.w sh-1.tar/f1.w sh-1.tar/f2.w'",
    "'n-@02', 'n-00 n-01 n-02'",
    "'n-@1-@1', 'n-0-0 n-0-1 n-1-0 n-1-1'"
  })
  void namesAsAistoreDoes(String template, String names) throws Exception {
    assertThat(names(Template.parseRanges(template))).isEqualTo(names);
  }

  @ParameterizedTest
  @CsvSource({
    "'o{a..c}.bin', 'oa.bin ob.bin oc.bin'",
    "'{A..E..2}', 'A C E'",
    "'{x..x}', 'x'",
    "'o{1,2}.bin', 'o1.bin o2.bin'",
    "'a{,.bak}', 'a a.bak'",
    "'{train,dev/x}-{1..2}', 'train-1 train-2 dev/x-1 dev/x-2'",
    "'{a b,1..2}', 'a b 1..2'"
  })
  void namesAsAShellDoes(String template, String names) throws Exception {
    assertThat(names(Template.parseRanges(template))).isEqualTo(names);
  }

  @ParameterizedTest
  @CsvSource({
    "b-%06d, 0, b-000000",
    "b-%06d, 1234567, b-1234567",
    "%d.x, 12, 12.x",
    "%012d, 5, 000000000005"
  })
  void countsOnWithAPercentSign(String template, long index, String name) throws Exception {
    assertThat(Template.parseRanges(template).isEndless()).isTrue();
    assertThat(Template.parseRanges(template).name(index)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "o%d.bin, o7.bin, true",
    "o%d.bin, o07.bin, false",
    "o%d.bin, o.bin, false",
    "o%d.bin, o1.bin.bak, false",
    "o%d.bin, o1x.bin, false",
    "o%03d.bin, o007.bin, true",
    "o%03d.bin, o7.bin, false",
    "o%03d.bin, o1234.bin, true",
    "a%da, a, false",
    "o%d, o99999999999999999999, false"
  })
  void knowsTheNamesOfAnEndlessTemplate(String template, String name, boolean has)
      throws Exception {
    assertThat(Template.parse(template).hasName(name)).isEqualTo(has);
  }

  @ParameterizedTest
  @CsvSource({"'', ''", "'*', ''", "dir/, dir/", "dir/*, dir/", "o1.bin, o1.bin", "'a}b', 'a}b'"})
  void isAPrefixWithoutARange(String template, String prefix) throws Exception {
    assertThat(Template.parse(template).hasRanges()).isFalse();
    assertThat(Template.parse(template).prefix()).isEqualTo(prefix);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "plain", "dir/", "a}b"})
  void needsARangeToMakeNames(String template) {
    assertThatExceptionOfType(InvalidNameException.class)
        .isThrownBy(() -> Template.parseRanges(template))
        .withMessageContaining("template '" + template + "' has no range");
  }

  @ParameterizedTest
  @CsvSource({
    "'{}', 1, '{}'",
    "'br[1]{2}|.bin', 6, '{2}'",
    "'{{1..2}}', 1, 'in another one'",
    "'{1..2}{x}', 7, '{x}'",
    "'o{1..3..0}.bin', 2, 'the step is 0'",
    "'o{3..1}.bin', 2, 'starts behind its end'",
    "'{c..a}', 1, 'starts behind its end'",
    "'{-1..2}', 1, '{-1..2}'",
    "'{a..9}', 1, '{a..9}'",
    "'{a..Z}', 1, '{a..Z}'",
    "'{1..}', 1, '{1..}'",
    "'a{1..3', 2, 'has no }'",
    "'a{x', 2, 'has no }'",
    "'{1..99999999999999999999}', 1, 'too large'",
    "'user@host', 5, '@ has no number'",
    "'%x', 1, '% begins no number'",
    "'a%6d', 2, '% begins no number'",
    "'%0d', 1, '% begins no number'",
    "'%d-%d', 4, 'a second %'"
  })
  void refusesWhatLooksLikeARangeAndIsNone(String template, int character, String cause) {
    assertThatExceptionOfType(InvalidNameException.class)
        .isThrownBy(() -> Template.parse(template))
        .withMessageStartingWith("template '" + template + "': character " + character + ": ")
        .satisfies(e -> assertThat(e.getMessage().replace("'", "")).contains(cause));
  }

  @Test
  void refusesMoreNamesThanCanBeCounted() {
    assertThatExceptionOfType(InvalidNameException.class)
        .isThrownBy(() -> Template.parse("{0..9999999999}{0..9999999999}"))
        .withMessageContaining("too many names");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"br[1]{2}|.bin", "at@5.bin", "pct%41.bin", "{}", "a{b", "user@host", "%d"})
  void takesBracesWithoutARangeForPartOfAName(String name) throws Exception {
    assertThat(Template.parseName(name).hasRanges()).isFalse();
    assertThat(Template.parseName(name).name(0)).isEqualTo(name);
  }

  @Test
  void findsTheRangesInAName() throws Exception {
    assertThat(names(Template.parseName("s-{0..1}@5{2}.tar/")))
        .isEqualTo("s-0@5{2}.tar/ s-1@5{2}.tar/");
  }

  @Test
  void hasNoNameBeyondItsSize() throws Exception {
    Template template = Template.parse("{1..3}");

    assertThatThrownBy(() -> template.name(3)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static String names(Template template) {
    return LongStream.range(0, template.size())
        .mapToObj(template::name)
        .collect(Collectors.joining(" "));
  }
}
