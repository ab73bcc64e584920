package io.aisml.fetcher.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.Provider;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {
  @ParameterizedTest
  @CsvSource({
    "ais://v-a, BUCKET, ais://v-a",
    "ais://v-a/, BUCKET, ais://v-a",
    "s3://v-a, BUCKET, s3://v-a",
    "ais://@uu#ns/v-a, BUCKET, ais://@uu#ns/v-a",
    "ais://@#/v-a/o1.bin, OBJECT, ais://v-a",
    "ais://v-a/dir/, DIRECTORY, ais://v-a",
    "ais://v-a/s.tar/, DIRECTORY, ais://v-a",
    "ais://v-a/s.tar/m/, DIRECTORY, ais://v-a",
    "ais://v-a/dir, OBJECT, ais://v-a",
    "ais://v-a/s.tar/m/a.wav, OBJECT, ais://v-a",
    "ais://v-a/o*, PREFIX, ais://v-a",
    "ais://v-a/*, PREFIX, ais://v-a",
    "ais://v-a/dir/*, PREFIX, ais://v-a",
    "'ais://v-a/n-{0001..0003}.wav', TEMPLATE, ais://v-a",
    "'ais://v-a/sh-{0..2}.tar/', TEMPLATE, ais://v-a",
    "'ais://v-a/{a,b}.bin', TEMPLATE, ais://v-a",
    "ais://v-a/q?x.bin, OBJECT, ais://v-a",
    "ais://v-a/at@5.bin, OBJECT, ais://v-a",
    "ais://v-a/pct%41.bin, OBJECT, ais://v-a",
    "'ais://v-a/br[1]{2}|.bin', OBJECT, ais://v-a",
    "'ais://v-a/sp ace.bin', OBJECT, ais://v-a",
    "ais://v-a//lead, OBJECT, ais://v-a",
    "ais://v-a/http://x, OBJECT, ais://v-a"
  })
  void tellsASourceByItsText(String text, ObjectSource.Kind kind, String bucket) throws Exception {
    assertThat(ObjectSource.isMeant(text)).isTrue();
    assertThat(ObjectSource.parse(text).kind()).isEqualTo(kind);
    assertThat(ObjectSource.parse(text).bucket()).hasToString(bucket);
  }

  @ParameterizedTest
  @ValueSource(strings = {"out.tar", "v-a/o1.bin", "/a://b", "./ais://b", "", "s1.json"})
  void leavesFilesAlone(String text) {
    assertThat(ObjectSource.isMeant(text)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "xx://v-a/o1.bin, unknown provider 'xx'",
    "ais://, no bucket in",
    "ais://b!/x, may only have letters",
    "ais://v-a/./x, must not have '.' or '..'",
    "ais://v-a/d/../x/, must not have '.' or '..'",
    "ais://v-a/~/x, must not start with",
    "ais://v-a/s.tar/./x, must not have '.' or '..'",
    "ais://v-a/d//, must not end in '/'",
    "'ais://v-a/o{3..1}.bin', character 2: the range starts behind its end",
    "'ais://v-a/o{1..x}.bin', character 2",
    "'ais://v-a/o{0..20000000}.bin', has 20000001 names; expected at most 10000000",
    "'ais://v-a/../o{1..2}.bin', must not have '.' or '..'"
  })
  void refusesASourceThatCannotBe(String text, String cause) {
    assertThatExceptionOfType(InvalidSelectionException.class)
        .isThrownBy(() -> ObjectSource.parse(text))
        .withMessageContaining(text)
        .withMessageContaining(cause);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "o1.bin, o2.bin,dir/a.bin; o1.bin|o2.bin|dir/a.bin",
        "a; a",
        "com\\,ma.bin,b; com,ma.bin|b",
        "\\@x,@y; @x|@y",
        "a\\b; a\\b",
        "br[1]{2}|.bin; br[1]{2}|.bin",
        "o1.bin,o1.bin; o1.bin|o1.bin"
      })
  void splitsAList(String text, String names) throws Exception {
    assertThat(String.join("|", NameList.parse(text).names())).isEqualTo(names);
  }

  @Test
  void readsALongListFromAFile() throws Exception {
    assertThat(NameList.parse("@names.txt").file()).contains("names.txt");
    assertThat(NameList.parse("@-").file()).contains("-");
  }

  @ParameterizedTest
  @CsvSource({
    "'o1.bin,,o2.bin', list: item 2 is empty",
    "'o1.bin,', list: item 2 is empty",
    "',a', list: item 1 is empty",
    "'', list: no names",
    "' ', list: no names",
    "'@', list: '@' needs",
    "'a,../b', list: item 2: object name '../b'",
    "'a,b//', list: item 2: object name 'b/' must not end"
  })
  void refusesAWrongList(String text, String cause) {
    assertThatExceptionOfType(InvalidSelectionException.class)
        .isThrownBy(() -> NameList.parse(text))
        .withMessageStartingWith(cause);
  }

  @Test
  void takesABucketBesideNamesForTheirBucket() throws Exception {
    for (Selection selection :
        List.of(
            Selection.builder().source("ais://@u#n/v-a").list("x").build(),
            Selection.builder().source("ais://@u#n/v-a").template("x{1..2}").build(),
            Selection.builder().source("ais://@u#n/v-a").prefix("x").build(),
            Selection.builder().source("ais://@u#n/v-a").spec("s.json").build(),
            Selection.builder().source("ais://@u#n/v-a").besideCuts().build())) {
      assertThat(selection.sources()).isEmpty();
      assertThat(selection.defaultBucket().orElseThrow()).hasToString("ais://@u#n/v-a");
    }
    assertThat(Selection.builder().source("ais://v-a").build().sources()).hasSize(1);
  }

  @Test
  void takesTheDefaultBucketFromTheFirstSource() throws Exception {
    Bucket byOption = Bucket.of(Provider.AIS, "other");

    assertThat(Selection.builder().defaultBucket(byOption).list("x").build().defaultBucket())
        .contains(byOption);
    Selection beside =
        Selection.builder().defaultBucket(byOption).source("s3://v-a/o1").spec("s.json").build();
    assertThat(beside.defaultBucket()).contains(byOption);
    assertThat(beside.sources()).hasSize(1);
    assertThat(Selection.builder().source("s3://v-a/o1").spec("s.json").build().defaultBucket())
        .contains(Bucket.of(Provider.AWS, "v-a"));
    Selection late =
        Selection.builder().source("ais://v-a/o1").source("ais://v-b").list("x").build();
    assertThat(late.defaultBucket()).contains(Bucket.of(Provider.AIS, "v-b"));
    assertThat(late.sources()).hasSize(1);
    assertThat(Selection.builder().build().isEmpty()).isTrue();
  }

  @Test
  void namesTheOnlyDirectory() throws Exception {
    assertThat(Selection.builder().source("ais://v-a/d/").build().onlyDirectory()).isPresent();
    assertThat(Selection.builder().source("ais://v-a").build().onlyDirectory()).isPresent();
    assertThat(Selection.builder().source("ais://v-a/d").build().onlyDirectory()).isEmpty();
    assertThat(Selection.builder().source("ais://v-a/d/*").build().onlyDirectory()).isEmpty();
    assertThat(Selection.builder().source("ais://v-a").list("x").build().onlyDirectory()).isEmpty();
    assertThat(Selection.builder().source("ais://v-a").source("ais://v-b").build().onlyDirectory())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "dir/, DIRECTORY",
    "s.tar/, DIRECTORY",
    "'', BUCKET",
    "*, PREFIX",
    "o1.bin, PREFIX",
    "n-@0003.wav, TEMPLATE",
    "o%d.bin, TEMPLATE",
    "'n-{1..2}', TEMPLATE"
  })
  void tellsATemplateByItsText(String text, ObjectSource.Kind kind) throws Exception {
    Selection selection = Selection.builder().source("ais://v-a").template(text).build();

    assertThat(selection.pattern().orElseThrow().kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({"a/b/c, PREFIX", "a/b/c/, PREFIX", "'', PREFIX", "'o{1..2}.bin', TEMPLATE"})
  void tellsAPrefixByItsText(String text, ObjectSource.Kind kind) throws Exception {
    Selection selection = Selection.builder().source("ais://v-a").prefix(text).build();

    assertThat(selection.pattern().orElseThrow().kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "x, y, , , list and template are mutually exclusive",
    "x, , y, , list and prefix are mutually exclusive",
    ", x, y, , template and prefix are mutually exclusive",
    "'@-', , , -, spec and list can't both be read from standard input"
  })
  void refusesOptionsThatExcludeEachOther(
      String list, String template, String prefix, String spec, String cause) {
    assertThatExceptionOfType(InvalidSelectionException.class)
        .isThrownBy(
            () -> {
              Selection.Builder builder = Selection.builder().source("ais://v-a");
              if (list != null) {
                builder.list(list);
              }
              if (template != null) {
                builder.template(template);
              }
              if (prefix != null) {
                builder.prefix(prefix);
              }
              if (spec != null) {
                builder.spec(spec);
              }
              builder.build();
            })
        .withMessageContaining(cause);
  }

  @Test
  void refusesNamesWithoutOrWithTwoBuckets() {
    assertThatExceptionOfType(InvalidSelectionException.class)
        .isThrownBy(() -> Selection.builder().list("o1.bin").build())
        .withMessage("list: no bucket to look in; name one beside it, such as ais://speech");
    assertThatExceptionOfType(InvalidSelectionException.class)
        .isThrownBy(
            () -> Selection.builder().source("ais://a").source("ais://b/").list("o1.bin").build())
        .withMessageStartingWith("ais://a and ais://b/: ")
        .withMessageEndingWith("write ais://b/* for all of its objects");
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"in\":[]}', true",
    "' {in: []}', true",
    "'[{\"objname\":\"a\"}]', true",
    "'- objname: a', true",
    "'in: [{objname: a}]', true",
    "-, false",
    "s1.json, false",
    "-odd.yaml, false"
  })
  void tellsASpecFromItsFile(String text, boolean inline) throws Exception {
    assertThat(SpecInput.parse(text).isInline()).isEqualTo(inline);
    assertThat(Optional.of(SpecInput.parse(text).isStandardInput())).contains(text.equals("-"));
  }
}
