package io.aisml.fetcher.lhotse;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What programs that know nothing of Lhotse want to hear of a cut that is one file or a part of it.
 */
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
   * @return empty when it is something else than a part of one file, with all its channels
   */
  public static Optional<CutSummary> of(LineText line, Cut cut) {
    if (!(cut instanceof Cut.DataCut data
        && data.recording().filter(r -> isOneFile(data, r)).isPresent())) {
      return Optional.empty();
    }
    JsonNode tree = MAPPER.readTree(line.bytes(), line.from(), line.length());
    return tree.path("recording").path("transforms").isEmpty()
        ? Optional.of(new CutSummary(tree))
        : Optional.empty();
  }

  private static boolean isOneFile(Cut.DataCut cut, Recording recording) {
    return recording.sources().size() == 1
        && (cut.channels().isEmpty()
            || cut.channels().containsAll(recording.sources().get(0).channels()));
  }

  /** A line of Hugging Face's {@code metadata.jsonl}, with its line feed. */
  public byte[] metadata(String file) {
    ObjectNode line = MAPPER.createObjectNode();
    line.put("file_name", file);
    line.set("id", cut.path("id"));
    addTime(line);
    addRate(line);
    addWords(line, "language");
    return bytes(line);
  }

  /**
   * A line of a NeMo manifest, with its line feed. NeMo takes {@code sampling_rate} for leave not
   * to look into the file, and takes it then for one of a channel that is as long as the line says:
   * {@code LazyNeMoIterator} in {@code nemo/collections/common/data/lhotse/nemo_adapters.py}. Of
   * other files it reads the header.
   */
  public byte[] nemo(String path) {
    ObjectNode line = MAPPER.createObjectNode();
    line.put("audio_filepath", path);
    addTime(line);
    if (isWholeFile() && !cut.path("channel").isArray()) {
      addRate(line);
    }
    addWords(line, "lang");
    return bytes(line);
  }

  private boolean isWholeFile() {
    return cut.path("start").asDouble(0) == 0
        && cut.path("duration").asDouble(0) == cut.path("recording").path("duration").asDouble(0);
  }

  private void addTime(ObjectNode line) {
    line.set("offset", cut.path("start"));
    line.set("duration", cut.path("duration"));
  }

  private void addRate(ObjectNode line) {
    line.set("sampling_rate", cut.path("recording").path("sampling_rate"));
  }

  private void addWords(ObjectNode line, String languageField) {
    line.put("text", texts());
    first("speaker").ifPresent(speaker -> line.put("speaker", speaker));
    first("language").ifPresent(language -> line.put(languageField, language));
  }

  private static byte[] bytes(ObjectNode line) {
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
