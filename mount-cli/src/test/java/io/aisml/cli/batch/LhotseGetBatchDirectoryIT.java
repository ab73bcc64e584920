package io.aisml.cli.batch;

import io.aisml.cli.mounted.ObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** {@code lhotse-get-batch} from a directory. */
class LhotseGetBatchDirectoryIT extends LhotseRows {
  private ObjectStore store;

  @BeforeAll
  void open(@TempDir Path root) throws Exception {
    store = ObjectStore.of(root);
    fillStore();
    try (Stream<Path> buckets = Files.list(root.resolve("ais"))) {
      for (Path bucket : buckets.toList()) {
        Files.delete(bucket.resolve("unused")); // which only keeps an empty bucket there
      }
    }
  }

  @Override
  ObjectStore store() {
    return store;
  }
}
