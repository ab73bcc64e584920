package io.aisml.fetcher.spec;

import io.aisml.fetcher.archive.ArchiveFormat;
import java.util.Optional;

/**
 * The archive formats as {@code mime} names them. AIStore takes any text that contains a suffix
 * ({@code cmn/archive/mime.go: normalize}), so that {@code application/gzip} means zip and {@code
 * tar.zst} plain tar; only what means the same to its author and to AIStore is taken here.
 */
final class MimeName {
  private MimeName() {}

  static Optional<ArchiveFormat> parse(String text) {
    return switch (text) {
      case ".tar", "tar", "application/x-tar" -> Optional.of(ArchiveFormat.TAR);
      case ".tgz", "tgz", ".tar.gz", "tar.gz" -> Optional.of(ArchiveFormat.TGZ);
      case ".tar.lz4", "tar.lz4" -> Optional.of(ArchiveFormat.TAR_LZ4);
      case ".zip", "zip", "application/zip" -> Optional.of(ArchiveFormat.ZIP);
      default -> Optional.empty();
    };
  }
}
