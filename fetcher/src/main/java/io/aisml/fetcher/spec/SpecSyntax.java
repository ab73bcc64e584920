package io.aisml.fetcher.spec;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLSchema;

/** The two languages that a spec may be written in. */
enum SpecSyntax {
  JSON(JsonFactory.builder().disable(StreamReadFeature.AUTO_CLOSE_SOURCE).build()),
  YAML(
      YAMLFactory.builder()
          .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
          .yamlSchema(YAMLSchema.CORE)
          .loadSettings(
              LoadSettings.builder()
                  // The default refuses files above 3 MB, 30,000 entries.
                  .setCodePointLimit(Integer.MAX_VALUE)
                  // Repeated keys are found by their meaning, whatever their spelling.
                  .setAllowDuplicateKeys(true)
                  .build())
          .build());

  // Blanks and a byte order mark may stand before the first significant character.
  private static final int SNIFFED_BYTES = 4096;

  @SuppressWarnings("ImmutableEnumChecker") // never reconfigured after construction
  private final TokenStreamFactory factory;

  SpecSyntax(TokenStreamFactory factory) {
    this.factory = factory;
  }

  TokenStreamFactory factory() {
    return factory;
  }

  /**
   * Decides by the name's suffix, else by the first characters: braces and brackets, and then the
   * quotes of a field or nothing more, begin JSON; YAML has braces too, as in {@code {in: []}}.
   * Reads nothing for good.
   *
   * @param in supports mark and reset
   */
  static SpecSyntax of(String name, InputStream in) throws IOException {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".json")) {
      return JSON;
    }
    if (lower.endsWith(".yaml") || lower.endsWith(".yml")) {
      return YAML;
    }
    in.mark(SNIFFED_BYTES);
    byte[] start = in.readNBytes(SNIFFED_BYTES);
    in.reset();
    boolean inBraces = false;
    for (byte b : start) {
      // Bytes below 0 belong to the byte order mark, as long as nothing else was seen.
      if (b <= ' ') {
        continue;
      }
      if (b != '{' && b != '[') {
        boolean json = inBraces && (b == '"' || b == '}' || b == ']');
        return json ? JSON : YAML;
      }
      inBraces = true;
    }
    return inBraces ? JSON : YAML;
  }
}
