package io.aisml.cli.option;

import io.aisml.fetcher.archive.ArchiveFormat;
import java.util.List;

/** In which archive format the store is asked to send. */
final class WireFormat {
  /** The values of the option {@code wire-format}: a suffix without its dot. */
  static final ValueType<ArchiveFormat> TYPE =
      new ValueType<>("tar|tgz|tar.lz4|zip", "tar, tgz, tar.lz4, zip", WireFormat::parse);

  private WireFormat() {}

  private static ArchiveFormat parse(String text) {
    return List.of(ArchiveFormat.values()).stream()
        .filter(format -> format.suffix().equals("." + text))
        .findFirst()
        .orElseThrow(IllegalArgumentException::new);
  }
}
