package io.aisml.cli.batch;

import io.aisml.cli.mounted.ObjectStore;
import io.aisml.fetcher.testing.AistoreCluster;
import io.aisml.fetcher.testing.SharedAistore;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code lhotse-get-batch} from a real cluster. */
@ExtendWith(SharedAistore.class)
class LhotseGetBatchIT extends LhotseRows {
  private ObjectStore store;

  @BeforeAll
  void open(AistoreCluster cluster) throws Exception {
    store = ObjectStore.of(cluster);
    fillStore();
  }

  @Override
  ObjectStore store() {
    return store;
  }
}
