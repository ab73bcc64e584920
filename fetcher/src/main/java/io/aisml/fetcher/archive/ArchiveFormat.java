package io.aisml.fetcher.archive;

import java.util.Locale;
import java.util.Optional;

/** An archive format that AIStore reads and writes. AIStore {@code cmn/archive/mime.go}. */
public enum ArchiveFormat {
  TAR(".tar"),
  TGZ(".tgz", ".tar.gz"),
  TAR_LZ4(".tar.lz4"),
  ZIP(".zip");

  @SuppressWarnings("ImmutableEnumChecker") // never written after construction
  private final String[] suffixes;

  ArchiveFormat(String... suffixes) {
    this.suffixes = suffixes;
  }

  /** The suffix that is sent as {@code mime}, with its dot. */
  public String suffix() {
    return suffixes[0];
  }

  /** The format whose suffix the name ends with, in any case. */
  public static Optional<ArchiveFormat> ofName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    for (ArchiveFormat format : values()) {
      for (String suffix : format.suffixes) {
        if (lower.endsWith(suffix)) {
          return Optional.of(format);
        }
      }
    }
    return Optional.empty();
  }
}
