package io.aisml.fetcher.layout;

import java.nio.file.Path;

/**
 * A file that is a source.
 *
 * @param directory where its content stands in the mount; empty for the root
 */
record SourceFile(Path path, SourceKind kind, String directory) {
  boolean standsInRoot() {
    return directory.isEmpty();
  }
}
