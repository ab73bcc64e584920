package io.aisml.fetcher.layout;

import io.aisml.fetcher.select.ObjectSource;
import java.nio.file.Path;

/**
 * A source that is a file, or a manifest that is an object.
 *
 * @param name what messages call it: the path, or the URL
 * @param directory where its content stands in the mount; empty for the root
 */
record SourceFile(String name, SourceKind kind, String directory) {
  Path path() {
    return Path.of(name);
  }

  /** Whether it is an object. */
  boolean isStored() {
    return ObjectSource.isMeant(name);
  }

  /** The source's own name, without its suffix. */
  String stem() {
    return stem(name, kind);
  }

  static String stem(String name, SourceKind kind) {
    return kind.stem(Path.of(StoredManifests.fileName(name)));
  }

  boolean standsInRoot() {
    return directory.isEmpty();
  }
}
