package io.aisml.fetcher.layout;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a source is; a file, by its suffix in any case. */
public enum SourceKind {
  SPEC(List.of(".json", ".yaml", ".yml")),
  MANIFEST(List.of(".jsonl", ".jsonl.gz", ".jsonl.gzip", ".jsonl.lz4")),
  /** What a store has: no file of this host. */
  OBJECTS(List.of());

  /** All suffixes, for messages. */
  static final String EXPECTED =
      "expected a spec (.json, .yaml, .yml), a manifest (.jsonl, .jsonl.gz, .jsonl.gzip,"
          + " .jsonl.lz4), a directory of them, or objects such as ais://BUCKET/";

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
  private final List<String> suffixes;

  SourceKind(List<String> suffixes) {
    this.suffixes = suffixes;
  }

  /** The kind of a file; empty when it is no source. */
  public static Optional<SourceKind> of(Path file) {
    for (SourceKind kind : values()) {
      if (!kind.stem(file).isEmpty()) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** The file's name without its suffix; empty when it has none of this kind's. */
  String stem(Path file) {
    String name = String.valueOf(file.getFileName());
    String lower = name.toLowerCase(Locale.ROOT);
    for (String suffix : suffixes) {
      if (lower.endsWith(suffix)) {
        return name.substring(0, name.length() - suffix.length());
      }
    }
    return "";
  }
}
