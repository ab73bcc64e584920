package io.aisml.fetcher.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every error names file, line, column and field, and says what is expected. */
class SpecReaderErrorsTest {
  @Test
  void carriesThePlaceAsFieldsToo() {
    InvalidSpecException e =
        catchThrowableOfType(
            InvalidSpecException.class,
            () -> read("{\"in\": [\n {\"objname\": \"a\"},\n {\"lenght\": 1}]}", "speech.json"));

    assertThat(e)
        .hasMessage("speech.json:3:3: in[1].lenght: unknown field; did you mean 'length'?");
    assertThat(e.file()).isEqualTo("speech.json");
    assertThat(e.line()).isEqualTo(3);
    assertThat(e.column()).isEqualTo(3);
    assertThat(e.field()).isEqualTo("in[1].lenght");
  }

  /** The fields of one entry, in JSON with single quotes; the place is that of the error. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{}                            | 1: in[0].objname: missing; an entry needs the name",
        "{'objname':''}                | 1: in[0].objname: missing",
        "{'objname':null,'bucket':'b'} | 1: in[0].objname: missing",
        "{'uname':'ais/@#/b/'}         | 1: in[0].objname: missing",
        "{'objname':'a/'}      | 12: in[0].objname: object name 'a/' must not end in '/'",
        "{'objname':'a/./b'}   | 12: in[0].objname: object name 'a/./b' must not have '.' or '..'",
        "{'objname':'../a'}    | 12: in[0].objname: object name '../a' must not have '.' or '..'",
        "{'objname':'a/..'}    | 12: in[0].objname: object name 'a/..' must not have '.' or '..'",
        "{'objname':'.'}       | 12: in[0].objname: object name '.' must not have '.' or '..'",
        "{'objname':'~/a'}     | 12: in[0].objname: object name '~/a' must not start with '~/'",
        "{'objname':'\\ud800'} | 12: in[0].objname: object name '\ud800' is not valid Unicode",
        "{'objname':5}         | 12: in[0].objname: expected a string, found an integer",
        "{'objname':true}      | 12: in[0].objname: expected a string, found a boolean",
        "{'objname':{}}        | 12: in[0].objname: expected a string, found an object",
        "{'archpath':'./a'}    | 13: in[0].archpath: archpath './a' must not have '.' or '..'",
        "{'archpath':'a/'}     | 13: in[0].archpath: archpath 'a/' must not end in '/'",
        "{'bucket':'a b'}      | 11: in[0].bucket: bucket name 'a b' may only have letters",
        "{'bucket':'a..b'}     | 11: in[0].bucket: bucket name 'a..b' may only have letters",
        "{'bucket':'xx://b'}   | 11: in[0].bucket: unknown provider 'xx'; expected ais, aws (s3)",
        "{'bucket':'s3://b/o'} | 11: in[0].bucket: 's3://b/o' names an object; expected only",
        "{'provider':'ht'}     | 13: in[0].provider: unknown provider 'ht'; expected ais",
        "{'objname':'a','provider':'gs'} | 1: in[0].bucket: provider 'gcp' without a bucket: the"
            + " default bucket is ais://speech; add 'bucket' or drop 'provider'",
        "{'objname':'a','bucket':'s3://b','provider':'gs'} | 1: in[0].bucket: provider 'gcp'"
            + " contradicts bucket 's3://b'",
        "{'uname':'ais/@#/b'}       | 10: in[0].uname: expected provider/@uuid#namespace/bucket/",
        "{'uname':'ais/@#/b/o'}     | 10: in[0].uname: expected provider/@uuid#namespace/bucket/",
        "{'uname':'ais/b/'}         | 10: in[0].uname: expected provider/@uuid#namespace/bucket/",
        "{'uname':'s3/@#/b/'}       | 10: in[0].uname: expected the provider as 'aws', found 's3'",
        "{'uname':'ais/@#//'}       | 10: in[0].uname: a bucket name is needed",
        "{'uname':'ais/@u.v#/b/'}   | 10: in[0].uname: namespace '@u.v' may only have letters",
        "{'opaque':'_-8='}          | 11: in[0].opaque: expected base64 (standard alphabet,",
        "{'opaque':'AAA'}           | 11: in[0].opaque: expected base64 (standard alphabet,",
        "{'opaque':7}               | 11: in[0].opaque: expected a string, found an integer",
        "{'start':-1}               | 10: in[0].start: expected 0 or more, found -1",
        "{'length':-2}              | 11: in[0].length: expected -1 or more, found -2",
        "{'objname':'a','start':5}  | 1: in[0].length: start 5 needs a length, or -1 for all",
        "{'start':1.0}              | 10: in[0].start: expected an integer, found a number with",
        "{'start':1e3}              | 10: in[0].start: expected an integer, found a number with",
        "{'start':'1'}              | 10: in[0].start: expected an integer, found '1'",
        "{'start':9223372036854775808} | 10: in[0].start: expected a decimal 64-bit integer",
        "{'objname':'a','objname':'a'}  | 16: in[0].objname: given twice",
        "{'objname':'a','obj_name':'a'} | 16: in[0].obj_name: given twice; it means 'objname'",
        "{'mime':'tar'}             | 2: in[0].mime: belongs beside 'in', not in an entry",
        "{'arch_paths':'x'}         | 2: in[0].arch_paths: unknown field; did you mean 'archpath'",
        "{'ofset':1}                | 2: in[0].ofset: unknown field; expected one of objname,",
        "'a.wav'                    | 1: in[0]: expected an entry, such as {\"objname\": \"a.wav\"}",
        "null                       | 1: in[0]: expected an entry"
      })
  void namesTheErrorInAnEntry(String entry, String problem) {
    assertThatThrownBy(() -> read("{\"in\":[\n" + entry.replace('\'', '"') + "\n]}", "s.json"))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageStartingWith("s.json:2:" + problem)
        .message()
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{}                       | 1:1: in: no entries; expected at least one",
        "{'in':[]}                | 1:1: in: no entries",
        "{'in':null}              | 1:1: in: no entries",
        "[]                       | 1:1: in: no entries",
        "'in'                     | 1:1: expected an object with 'in', the entries, found 'in'",
        "{'in':{'objname':'a'}}   | 1:7: in: expected an array of entries, found an object",
        "{'strm':'true'}          | 1:9: strm: expected true or false, found 'true'",
        "{'coer':1}               | 1:9: coer: expected true or false, found an integer",
        "{'mime':'.TAR'}          | 1:9: mime: unknown archive format '.TAR'; expected .tar, .tgz",
        "{'mime':'application/gzip'} | 1:9: mime: unknown archive format 'application/gzip'",
        "{'mime':'tar.zst'}       | 1:9: mime: unknown archive format 'tar.zst'",
        "{'mime':['tar']}         | 1:9: mime: expected a string, found an array",
        "{'coloc':3}              | 1:10: coloc: expected 0, 1 or 2, found 3",
        "{'coloc':-1}             | 1:10: coloc: expected 0, 1 or 2, found -1",
        "{'mime':'tar','Output_Format':'tar'} | 1:15: Output_Format: given twice; it means 'mime'",
        "{'outpt_format':'tar'}   | 1:2: outpt_format: unknown field; did you mean 'output_format'?",
        "{'straming':true}        | 1:2: straming: unknown field; did you mean 'streaming'?",
        "{'ins':[]}               | 1:2: ins: unknown field; did you mean 'in'?",
        "{'action':'getbatch'}    | 1:2: action: unknown field; expected one of in, mime, coer,",
        "{'objname':'a'}          | 1:2: objname: belongs in an entry of 'in'",
        "[{'objname':'a'}] 5      | 1:19: expected nothing more: a file holds one spec",
        "[{'objname':'a'}] x      | 1:19: not valid JSON: Unrecognized token 'x'",
        "{bad                     | 1:2: not valid JSON: Unexpected character ('b' (code 98))",
        "{'in':[{'objname':'a'},] | 1:24: not valid JSON: Unexpected character (']'",
        "{'in':[{'objname':'a'    | 1:22: not valid JSON: Unexpected end-of-input",
        "{'in':[{'objname':'a}    | 1:22: not valid JSON: Unexpected end-of-input",
        "{'in':[{'objname':'a']]  | 1:22: not valid JSON: Unexpected close marker ']': expected '}'"
      })
  void namesTheErrorInJson(String spec, String problem) {
    assertThatThrownBy(() -> read(spec.replace('\'', '"'), "s.json"))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageStartingWith("s.json:" + problem)
        .message()
        .doesNotContain("\n", "Source");
  }

  static Stream<Arguments> badYaml() {
    return Stream.of(
        Arguments.of("", "1:1: the spec is empty; expected an object with 'in'"),
        Arguments.of("# nothing\n", "1:1: the spec is empty"),
        Arguments.of("in:\n", "1:1: in: no entries"),
        Arguments.of("in:\n- objname: a\n  lenght: 1\n", "3:3: in[0].lenght: unknown field; did"),
        Arguments.of("in:\n- objname: a\nin:\n- objname: a\n", "3:1: in: given twice"),
        Arguments.of("in:\n- a\n", "2:3: in[0]: expected an entry"),
        Arguments.of("in:\n- start: 0x10\n", "2:10: in[0].start: expected"),
        Arguments.of("in:\n- start: 1_000\n", "2:10: in[0].start: expected"),
        Arguments.of("in:\n- objname: [a]\n", "2:12: in[0].objname: expected a string, found an"),
        Arguments.of("strm: maybe\n", "1:7: strm: expected true or false, found 'maybe'"),
        Arguments.of("in:\n- objname: &x a\n- objname: *x\n", "3:12: in[1].objname: YAML aliases"),
        Arguments.of("in:\n- <<: *x\n", "2:3: in[0].<<: unknown field"),
        Arguments.of("in:\n- objname: a\n---\nin:\n", "4:1: expected nothing more: a file holds"),
        Arguments.of("in: [1\nb: 3", "1:6: in[0]: expected an entry"),
        Arguments.of("in:\n- objname: 'x\n", "3:1: not valid YAML: found unexpected end of stream"),
        Arguments.of("in:\n\t- objname: x\n", "2:1: not valid YAML: found character '\\t(TAB)'"),
        Arguments.of("in:\n- objname: a: b\n", "2:13: not valid YAML: mapping values are not"),
        Arguments.of("in:\n- opaque: !!binary AAA=\n", "2:11: in[0].opaque: expected a string"));
  }

  @ParameterizedTest
  @MethodSource("badYaml")
  void namesTheErrorInYaml(String spec, String problem) {
    assertThatThrownBy(() -> read(spec, "s.yaml"))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageStartingWith("s.yaml:" + problem)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void tellsAControlCharacterInYaml() {
    assertThatThrownBy(() -> read("in:\n- objname: a\u0001b\n", "s.yaml"))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageContaining("not valid YAML: control character U+0001 here or further on");
  }

  @Test
  void tellsAnEncodingThatIsNotUtf8() {
    for (String name : new String[] {"s.json", "s.yaml"}) {
      byte[] latin1 = "[{\"objname\": \"\u00fc\"}]".getBytes(StandardCharsets.ISO_8859_1);
      assertThatThrownBy(
              () ->
                  new SpecReader(SpecDefaults.NONE)
                      .read(name, new ByteArrayInputStream(latin1), (entry, opaque, where) -> {}))
          .isInstanceOf(InvalidSpecException.class)
          .hasMessageStartingWith(name + ":1:")
          .hasMessageContaining("Invalid UTF-8");
    }
  }

  @Test
  void asksForABucketWhenThereIsNoDefault() {
    byte[] spec = "[{\"objname\": \"a\"}]".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(
            () ->
                new SpecReader(SpecDefaults.NONE)
                    .read("s.json", new ByteArrayInputStream(spec), (entry, opaque, where) -> {}))
        .hasMessage(
            "s.json:1:2: [0].bucket: no bucket: give the entry a 'bucket', or name a default"
                + " bucket for all entries");
  }

  @Test
  void showsOddTextOnOneLineOfBoundedLength() {
    String key = "a\\nb\\u0000" + "x".repeat(1000);

    assertThatThrownBy(() -> read("[{\"" + key + "\": 1}]", "s.json"))
        .message()
        .startsWith("s.json:1:3: [0].a\\u000ab\\u0000xxx")
        .contains("xxx...: unknown field; expected one of objname")
        .hasSizeLessThan(300);
  }

  private static void read(String text, String name) throws IOException {
    new SpecReader(SpecDefaults.of(Bucket.of(Provider.AIS, "speech")))
        .read(
            name,
            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
            (entry, opaque, where) -> {});
  }
}
