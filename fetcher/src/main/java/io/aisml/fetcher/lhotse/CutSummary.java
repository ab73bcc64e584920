package io.aisml.fetcher.lhotse;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What programs that know nothing of Lhotse want to hear of a cut that is one plain file. */
public final class CutSummary {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final JsonNode cut;

  private CutSummary(JsonNode cut) {
    this.cut = cut;
  }

  /**
   * Summarizes a cut.
   *
   * @param line the line of {@code cut}
   * @return empty when it is more than a part of one file
   */
  public static Optional<CutSummary> of(LineText line, Cut cut) {
    boolean isOneFile =
        cut instanceof Cut.DataCut data
            && data.recording().filter(r -> r.sources().size() == 1).isPresent();
    if (!isOneFile) {
      return Optional.empty();
    }
    JsonNode tree = MAPPER.readTree(line.bytes(), line.from(), line.length());
    return tree.path("recording").path("transforms").isEmpty()
        ? Optional.of(new CutSummary(tree))
        : Optional.empty();
  }

  /**
   * A line of JSON, with its line feed.
   *
   * @param pathField the field of {@code path}
   * @param withId whether the cut's id is a field too
   */
  public byte[] line(String pathField, String path, boolean withId) {
    ObjectNode line = MAPPER.createObjectNode();
    line.put(pathField, path);
    if (withId) {
      line.set("id", cut.path("id"));
    }
    line.set("offset", cut.path("start"));
    line.set("duration", cut.path("duration"));
    line.set("sampling_rate", cut.path("recording").path("sampling_rate"));
    line.put("text", texts());
    first("speaker").ifPresent(speaker -> line.put("speaker", speaker));
    first("language").ifPresent(language -> line.put(withId ? "language" : "lang", language));
    return (MAPPER.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private String texts() {
    List<String> texts = new ArrayList<>();
    for (JsonNode supervision : cut.path("supervisions")) {
      if (supervision.path("text").isString()) {
        texts.add(supervision.path("text").asString());
      }
    }
    return String.join(" ", texts);
  }

  private Optional<String> first(String field) {
    for (JsonNode supervision : cut.path("supervisions")) {
      if (supervision.path(field).isString()) {
        return Optional.of(supervision.path(field).asString());
      }
    }
    return Optional.empty();
  }
}
