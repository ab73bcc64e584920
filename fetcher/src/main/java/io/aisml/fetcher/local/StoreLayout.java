package io.aisml.fetcher.local;

import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.source.SourceException;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.Namespace;
import io.aisml.fetcher.spec.ObjectRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Where buckets and objects lie: {@code ROOT/PROVIDER/BUCKET/OBJECT}, or with a namespace {@code
 * ROOT/PROVIDER/@UUID#NAME/BUCKET/OBJECT}. No name and no symbolic link leads out of the root.
 */
final class StoreLayout {
  // Linux NAME_MAX and PATH_MAX, with their ends: limits.h
  private static final int MAX_COMPONENT_BYTES = 255;
  private static final int MAX_PATH_BYTES = 4095;

  private final Path root;

  StoreLayout(Path root) {
    this.root = root;
  }

  Path root() {
    return root;
  }

  /**
   * The real directory of a bucket.
   *
   * @throws NoSuchFileException when there is none
   */
  Path bucket(Bucket bucket) throws IOException {
    Namespace namespace = bucket.namespace();
    String above =
        bucket.provider().canonical() + "/" + (namespace.isGlobal() ? "" : namespace + "/");
    Path directory = real(root.toRealPath(), above + bucket.name());
    if (!Files.isDirectory(directory)) {
      throw new NoSuchFileException(directory.toString());
    }
    return directory;
  }

  /**
   * The real file of an object.
   *
   * @throws NoSuchFileException when there is none, or it is no regular file
   */
  Path object(ObjectRef object) throws IOException {
    Path file = real(bucket(object.bucket()), object.name());
    // a fifo would keep open() waiting
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString());
    }
    return file;
  }

  /** Whether a real path lies in the store. */
  boolean contains(Path real) throws IOException {
    return real.startsWith(root.toRealPath());
  }

  private Path real(Path directory, String name) throws IOException {
    if (!canBeFile(name)) {
      throw new NoSuchFileException(name);
    }
    Path path = path(directory, name);
    if (path.toString().getBytes(StandardCharsets.UTF_8).length > MAX_PATH_BYTES
        || liesBelowFile(directory, path)) {
      throw new NoSuchFileException(name);
    }
    Path real = path.toRealPath();
    if (!contains(real)) {
      throw new NoSuchFileException(name, null, "a symbolic link leads out of the store");
    }
    return real;
  }

  private static Path path(Path directory, String name) throws IOException {
    try {
      return directory.resolve(name);
    } catch (InvalidPathException e) {
      throw new SourceException(
          FailureKind.FAILED,
          name + " is no file name in this locale: run with LC_ALL=C.UTF-8 (" + e.getReason() + ")",
          e);
    }
  }

  /** Whether a file's path can be spelt so, and no other way. */
  private static boolean canBeFile(String name) {
    for (String component : name.split("/", -1)) {
      if (component.isEmpty()
          || component.equals(".")
          || component.equals("..")
          || component.indexOf('\0') >= 0
          || component.getBytes(StandardCharsets.UTF_8).length > MAX_COMPONENT_BYTES) {
        return false;
      }
    }
    return true;
  }

  /** Whether a parent is a file. The system calls that another error than a missing file. */
  private static boolean liesBelowFile(Path directory, Path path) {
    for (Path parent = path.getParent();
        parent != null && !parent.equals(directory);
        parent = parent.getParent()) {
      if (Files.isRegularFile(parent)) {
        return true;
      }
    }
    return false;
  }
}
