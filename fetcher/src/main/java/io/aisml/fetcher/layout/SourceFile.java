package io.aisml.fetcher.layout;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A source that is a file, or a manifest that is an object or came by standard input.
 *
 * @param name what messages call it: the path, or the URL
 * @param file where it lies on this host; empty for an object
 * @param directory where its content stands in the mount; empty for the root
 */
record SourceFile(String name, Optional<Path> file, SourceKind kind, String directory) {
  /** What messages call the manifest that came by standard input. */
  static final String STANDARD_INPUT = "standard input";

  /** What such a manifest is called for want of a name. */
  private static final String CUTS = "cuts";

  Path path() {
    return file.orElseThrow();
  }

  /** Whether it is an object. */
  boolean isStored() {
    return file.isEmpty();
  }

  /** Whether its file is there only while the mount is planned. */
  boolean isKept() {
    return name.equals(STANDARD_INPUT);
  }

  /** The source's own name, without its suffix. */
  String stem() {
    return stem(name, kind);
  }

  static String stem(String name, SourceKind kind) {
    return name.equals(STANDARD_INPUT) ? CUTS : kind.stem(Path.of(StoredManifests.fileName(name)));
  }

  boolean standsInRoot() {
    return directory.isEmpty();
  }
}
