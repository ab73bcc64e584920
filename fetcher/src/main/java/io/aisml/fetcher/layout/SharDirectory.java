package io.aisml.fetcher.layout;

import io.aisml.fetcher.select.ObjectSource;
import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.spec.ObjectRef;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The directory of a store that has the tars of Lhotse Shar manifests. For one thread. */
final class SharDirectory {
  private final BatchSource store;
  private final ObjectSource directory;

  /** Those of the objects in it; null until somebody asks. */
  private @Nullable List<String> names;

  /**
   * @param directory a bucket or virtual directory
   */
  SharDirectory(BatchSource store, ObjectSource directory) {
    this.store = store;
    this.directory = directory;
  }

  BatchSource store() {
    return store;
  }

  ObjectRef object(String name) {
    return new ObjectRef(directory.bucket(), directory.directory() + name);
  }

  String url(String name) {
    return object(name).toString();
  }

  /**
   * Names the objects in the directory itself; lists them once.
   *
   * @throws io.aisml.fetcher.source.SourceException when the store refuses or does not answer
   */
  List<String> names() throws IOException {
    if (names == null) {
      List<String> found = new ArrayList<>();
      String prefix = directory.directory();
      store.list(
          directory.bucket(),
          prefix,
          false,
          listed -> {
            String name = listed.name().substring(prefix.length());
            if (name.indexOf('/') < 0) {
              found.add(name);
            }
            return true;
          });
      names = List.copyOf(found);
    }
    return names;
  }
}
