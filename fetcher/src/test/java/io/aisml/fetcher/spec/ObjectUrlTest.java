package io.aisml.fetcher.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectUrlTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "http://h:8080/v1/objects/b/d/o.wav                     | ais://b/d/o.wav",
        "HTTPS://h/v1/objects/b/o?provider=s3                   | s3://b/o",
        "http://h/v1/objects/b/o?provider=&uuid=1               | ais://b/o",
        "http://h/v1/objects/b/o?namespace=%40u1%23ns           | ais://@u1#ns/b/o",
        "http://h/v1/objects/b/o?provider=ais&namespace=@u1     | ais://@u1/b/o",
        "http://h/v1/objects/b/s.tar?archpath=x%2Fy+z.wav       | ais://b/s.tar/x/y z.wav",
        "http://h/v1/objects/b/a%20b+c%23%3F%25.wav             | ais://b/a b+c#?%.wav",
        "http://h/v1/objects/b/%C5%BC%C3%B3                     | ais://b/żó",
        "http://h/v1/objects/b/żó[1]                            | ais://b/żó[1]",
        "http://h/v1/objects/b/a%2Fb                            | ais://b/a/b",
        "http://h/v1/objects/b//o                               | ais://b//o",
        "http://h/v1/objects/b/o#part                           | ais://b/o",
        "http://h/ais/b/o                                       | ais://b/o",
        "http://h/gs/b/d/o                                      | gs://b/d/o",
        "http://h/az/b/o                                        | az://b/o"
      })
  void namesAnEntry(String url, String entry) throws InvalidNameException {
    assertThat(ObjectUrl.isHttp(url)).isTrue();
    assertThat(ObjectUrl.parse(url)).hasToString(entry);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "ais://b/o                         | 'ais://b/o' is no http URL; expected http://host:port",
        "http://h                          | names no AIStore object",
        "http://h/s3/b/o                   | names no AIStore object",
        "http://h/v1/buckets/b/o           | names no AIStore object",
        "http://h/data/x.wav               | names no AIStore object",
        "http://h/v1/objects/b             | lacks a bucket or an object",
        "http://h/v1/objects/b/            | lacks a bucket or an object",
        "http://h/v1/objects//o            | lacks a bucket or an object",
        "http://h/v1/objects/b/o?provider=ht | unknown provider 'ht'",
        "http://h/v1/objects/b/a%2         | '%' in 'a%2' must be followed by two hexadecimal",
        "http://h/v1/objects/b/a%zz        | '%' in 'a%zz' must be followed by two hexadecimal",
        "http://h/v1/objects/b/%ff         | is not UTF-8 once it is decoded",
        "http://h/v1/objects/b/a/../b      | must not have '.' or '..' between slashes",
        "http://h/v1/objects/b%20c/o       | bucket name 'b c' may only have",
        "http://h/v1/objects/b/s.tar?archpath=x/ | archpath 'x/' must not end in '/'"
      })
  void saysWhatIsWrong(String url, String message) {
    assertThatThrownBy(() -> ObjectUrl.parse(url))
        .isInstanceOf(InvalidNameException.class)
        .hasMessageContaining(message);
  }
}
