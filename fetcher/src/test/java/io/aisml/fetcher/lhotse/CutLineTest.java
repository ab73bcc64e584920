package io.aisml.fetcher.lhotse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CutLineTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'id': 'a'}            | {'id': 'a', 'custom': {'lang': 'pl'}}",
        "{'custom': null, 'n':1}| {'custom': {'lang': 'pl'}, 'n':1}",
        "{'custom': {}}         | {'custom': {'lang': 'pl'}}",
        "{'custom': { }, 'n': 1}| {'custom': { 'lang': 'pl'}, 'n': 1}",
        "{'custom': {'b': [{}]}}| {'custom': {'b': [{}], 'lang': 'pl'}}",
        "{'custom': {'lang': {'custom': 1}, 'b': 2e0}} | {'custom': {'lang': 'pl', 'b': 2e0}}",
        "{'lang': 1, 'custom': {'custom': {'lang': 2}}} "
            + "| {'lang': 1, 'custom': {'custom': {'lang': 2}, 'lang': 'pl'}}",
        "  {'id': 'é'} | {'id': 'é', 'custom': {'lang': 'pl'}}"
      })
  void setsACustomField(String line, String expected) {
    assertThat(with(line, Map.of("lang", "\"pl\""))).isEqualTo(json(expected) + "\n");
  }

  @Test
  void setsAFieldOfTheCutItself() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("recording", "{\"id\": \"r\"}");
    values.put("a \"b\"", "1");
    assertThat(with("{'id': 'a', 'custom': {}}", values))
        .isEqualTo(json("{'id': 'a', 'custom': {'a \\'b\\'': 1}, 'recording': {'id': 'r'}}\n"));
    assertThat(with("{'recording': {'id': 1}, 'id': 'a'}", Map.of("recording", "2")))
        .isEqualTo(json("{'recording': 2, 'id': 'a'}\n"));
  }

  @Test
  void leavesALineAsItIsWritten() {
    assertThat(with("{ 'start':1.0e0 ,'id' : 'a'}", Map.of()))
        .isEqualTo(json("{ 'start':1.0e0 ,'id' : 'a'}\n"));
  }

  @Test
  void knowsTheValueOfAField() {
    CutLine line = new CutLine(line("{'recording': {'id': [1.0]}, 'custom': {'lang': null}}"));

    assertThat(line.value("recording")).hasValue("{\"id\": [1.0]}");
    assertThat(line.value("lang")).hasValue("null");
    assertThat(line.value("id")).isEmpty();
    assertThat(line.value("sources")).isEmpty();
  }

  private static String with(String line, Map<String, String> values) {
    return new String(new CutLine(line(line)).with(values), StandardCharsets.UTF_8);
  }

  /** Somewhere in a buffer, as lines are. */
  private static LineText line(String line) {
    byte[] bytes = ("\n\n" + json(line) + "\n").getBytes(StandardCharsets.UTF_8);
    return new LineText(bytes, 2, bytes.length - 3, 0);
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
