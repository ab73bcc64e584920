package io.aisml.fetcher.archive;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An archive format that AIStore reads and writes. AIStore {@code cmn/archive/mime.go}. */
public enum ArchiveFormat {
  TAR(".tar"),
  TGZ(".tgz", ".tar.gz"),
  TAR_LZ4(".tar.lz4"),
  ZIP(".zip");

  /** How much of a file {@link #ofMagic} looks at. */
  public static final int MAGIC_BYTES = 262;

  private static final List<Magic> MAGIC_NUMBERS =
      List.of(
          new Magic(TAR, 257, "7573746172"),
          new Magic(TGZ, 0, "1f8b"),
          new Magic(TAR_LZ4, 0, "04224d18"),
          new Magic(ZIP, 0, "504b0304"));

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

  /**
   * The format whose magic number a file begins with. AIStore {@code cmn/archive/mime.go: detect}.
   *
   * @param head the file's first bytes, {@link #MAGIC_BYTES} where it has so many
   */
  public static Optional<ArchiveFormat> ofMagic(byte[] head) {
    return MAGIC_NUMBERS.stream().filter(magic -> magic.isIn(head)).map(Magic::format).findFirst();
  }

  private record Magic(ArchiveFormat format, int offset, String hex) {
    boolean isIn(byte[] head) {
      byte[] expected = HexFormat.of().parseHex(hex);
      int end = offset + expected.length;
      return end <= head.length && Arrays.equals(head, offset, end, expected, 0, expected.length);
    }
  }
}
