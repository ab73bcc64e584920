package io.aisml.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
  @ParameterizedTest
  @CsvSource({
    "'', '', 0",
    "a, '', 1",
    "abc, abc, 0",
    "abc, acb, 1",
    "kitten, sitting, 3",
    "endpont, endpoint, 1"
  })
  void countsEdits(String a, String b, int edits) {
    assertThat(NearestName.distance(a, b)).isEqualTo(edits);
    assertThat(NearestName.distance(b, a)).isEqualTo(edits);
  }

  @Test
  void findsTheNearest() {
    assertThat(NearestName.of("requets", List.of("retry", "requests", "read-ahead")))
        .contains("requests");
  }

  @Test
  void prefersWhatBeginsSo() {
    assertThat(NearestName.of("token", List.of("open", "token-file"))).contains("token-file");
  }

  @Test
  void guessesNothingFarFetched() {
    assertThat(NearestName.of("xyz", List.of("retry", "requests"))).isEmpty();
  }
}
