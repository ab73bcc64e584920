package io.aisml.fetcher.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketUriTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "b                  | ais   |     |    | b   | ''",
        "b/o                | ais   |     |    | b   | o",
        "ais://b            | ais   |     |    | b   | ''",
        "ais://b/           | ais   |     |    | b   | ''",
        "ais://b/o          | ais   |     |    | b   | o",
        "s3://b/o           | aws   |     |    | b   | o",
        "AWS://b/o          | aws   |     |    | b   | o",
        "gs://b/o           | gcp   |     |    | b   | o",
        "az://b/o           | azure |     |    | b   | o",
        "oc://b/o           | oci   |     |    | b   | o",
        "ais://@u1#ns/b/o   | ais   | u1  | ns | b   | o",
        "ais://#ns/b/o      | ais   |     | ns | b   | o",
        "ais://@u1/b/o      | ais   | u1  |    | b   | o",
        "ais://@#/b/o       | ais   |     |    | b   | o",
        "@remais/b/o        | ais   | remais | | b   | o",
        "ais://b/a%20b?c#d  | ais   |     |    | b   | a%20b?c#d",
        "ais://b//o/        | ais   |     |    | b   | /o/",
        "b/s3://x           | ais   |     |    | b   | s3://x",
        "ais://.sys-x_Y.9/o | ais   |     |    | .sys-x_Y.9 | o"
      })
  void findsTheParts(
      String uri, String provider, String uuid, String namespace, String bucket, String object)
      throws InvalidNameException {
    Namespace expected =
        new Namespace(uuid == null ? "" : uuid, namespace == null ? "" : namespace);

    assertThat(BucketUri.parse(uri))
        .isEqualTo(
            new BucketUri(
                new Bucket(Provider.parse(provider).orElseThrow(), expected, bucket), object));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''             | no bucket in ''",
        "ais://         | no bucket in 'ais://'; expected [provider://][@uuid#namespace/]bucket",
        "ais:///o       | no bucket",
        "ais://@u1#ns   | no bucket",
        "ais://@u1#ns/  | no bucket",
        "ht://b/o       | unknown provider 'ht'; expected ais, aws (s3), gcp (gs), azure (az) or",
        "://b/o         | unknown provider ''",
        "ais://a..b/o   | bucket name 'a..b' may only have letters, digits",
        "ais://a b/o    | bucket name 'a b' may only have",
        "ais://ż/o      | bucket name 'ż' may only have",
        "ais://.        | bucket name '.' may only have",
        "ais://@u.1/b   | namespace '@u.1' may only have letters, digits",
        "a2345678901234567890123456789012345678901234567890123456789012345 | longer than 64"
      })
  void saysWhatIsWrong(String uri, String message) {
    assertThatThrownBy(() -> BucketUri.parse(uri))
        .isInstanceOf(InvalidNameException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({"ais://b/o", "b/o/"})
  void refusesAnObjectWhereABucketIsDue(String uri) {
    assertThatThrownBy(() -> BucketUri.parseBucket(uri))
        .isInstanceOf(InvalidNameException.class)
        .hasMessageContaining("names an object; expected only a bucket, such as ais://b");
  }

  @ParameterizedTest
  @CsvSource({"b", "ais://b", "ais://@u1#ns/b", "ais://#ns/b", "s3://b"})
  void readsWhatABucketPrints(String uri) throws InvalidNameException {
    Bucket bucket = BucketUri.parseBucket(uri);

    assertThat(BucketUri.parseBucket(bucket.toString())).isEqualTo(bucket);
  }
}
