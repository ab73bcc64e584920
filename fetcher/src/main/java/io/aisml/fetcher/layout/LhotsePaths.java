package io.aisml.fetcher.layout;

import java.util.regex.Pattern;

/** Which directories Lhotse can read manifests and audio from. */
final class LhotsePaths {
  // lhotse/serialization.py: TarAsDirBackend takes a/b.tar/c for the member c of an archive.
  private static final Pattern ARCHIVE = Pattern.compile("\\.tar(\\.(gz|bz2|xz))?$");

  private LhotsePaths() {}

  /** Whether Lhotse takes whatever lies below a directory of this name for a tar member. */
  static boolean looksLikeArchive(String directoryName) {
    return ARCHIVE.matcher(directoryName).find();
  }
}
