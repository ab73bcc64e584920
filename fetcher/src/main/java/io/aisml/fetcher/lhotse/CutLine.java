package io.aisml.fetcher.lhotse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The line of a MonoCut or MultiCut as fields that can be set. As Lhotse sets attributes of cuts,
 * what is no field of cuts goes among the custom ones: {@code lhotse/custom.py: __setattr__}.
 */
public final class CutLine {
  private static final String CUSTOM = "custom";

  /** Lhotse {@code lhotse/cut/data.py: DataCut}. */
  private static final Set<String> OWN_FIELDS =
      Set.of("id", "start", "duration", "channel", "supervisions", "features", "recording", CUSTOM);

  private final LineText line;

  /** Where the values of the cut's own fields stand. */
  private final Map<String, Span> own = new HashMap<>();

  /** Where those of the custom fields stand. */
  private final Map<String, Span> custom = new HashMap<>();

  /** Where the custom fields' object stands; null when there is none. */
  private @Nullable Span customObject;

  /** Where the brace stands that ends the line's object. */
  private final int end;

  /**
   * @param line of a cut: one that has been parsed
   */
  public CutLine(LineText line) {
    this.line = line;
    try (CutTokens in = CutTokens.of(line.bytes(), line.from(), line.length())) {
      in.first();
      while (in.nextField()) {
        String name = in.name();
        boolean isCustom = name.equals(CUSTOM) && in.isObject();
        Span value = in.range();
        own.put(name, value);
        customObject = isCustom ? value : customObject;
      }
      end = in.span().from();
      if (customObject != null) {
        try (CutTokens fields = in.within(customObject)) {
          while (fields.nextField()) {
            custom.put(fields.name(), fields.range());
          }
        }
      }
    }
  }

  /** A field's value as it is written; empty when the line has none. */
  public Optional<String> value(String field) {
    Span value = OWN_FIELDS.contains(field) ? own.get(field) : custom.get(field);
    return Optional.ofNullable(value).map(line::text);
  }

  /**
   * The line with some fields set to other values, and with a line feed.
   *
   * @param values by field, as JSON writes them
   */
  public byte[] with(Map<String, String> values) {
    LineRewriter rewriter = new LineRewriter(line);
    List<String> newOwn = new ArrayList<>();
    List<String> newCustom = new ArrayList<>();
    for (Map.Entry<String, String> set : values.entrySet()) {
      boolean isOwn = OWN_FIELDS.contains(set.getKey());
      Span at = isOwn ? own.get(set.getKey()) : custom.get(set.getKey());
      if (at == null) {
        (isOwn ? newOwn : newCustom).add(quoted(set.getKey()) + ": " + set.getValue());
      } else {
        rewriter.put(at, set.getValue());
      }
    }
    if (!newCustom.isEmpty()) {
      String fields = String.join(", ", newCustom);
      Span noObject = own.get(CUSTOM);
      if (customObject != null) {
        int brace = customObject.to() - 1;
        rewriter.put(new Span(brace, brace), (custom.isEmpty() ? "" : ", ") + fields);
      } else if (noObject != null) {
        rewriter.put(noObject, "{" + fields + "}");
      } else {
        newOwn.add(quoted(CUSTOM) + ": {" + fields + "}");
      }
    }
    if (!newOwn.isEmpty()) {
      rewriter.put(new Span(end, end), ", " + String.join(", ", newOwn));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(rewriter.length());
    rewriter.writeTo(out);
    return out.toByteArray();
  }

  private static String quoted(String text) {
    return '"' + new String(LineRewriter.escaped(text), StandardCharsets.UTF_8) + '"';
  }
}
