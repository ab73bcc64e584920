package io.aisml.fetcher.select;

import io.aisml.fetcher.aistore.AistoreConfig;
import io.aisml.fetcher.aistore.AistoreSource;
import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.testing.AistoreCluster;
import io.aisml.fetcher.testing.SharedAistore;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/** A real cluster as the store. */
@ExtendWith(SharedAistore.class)
class SelectorIT extends SelectorContract {
  private static String one;
  private static String two;
  private static AistoreSource source;

  @BeforeAll
  static void fill(AistoreCluster cluster) throws IOException {
    one = cluster.newBucket("one");
    two = cluster.newBucket("two");
    fill((alias, name, content) -> cluster.put(named(alias), name, content));
    source = AistoreSource.open(AistoreConfig.of(cluster.endpoint()));
  }

  @AfterAll
  static void end() {
    source.close();
  }

  @Override
  BatchSource store() {
    return source;
  }

  @Override
  String bucket(String alias) {
    return named(alias);
  }

  private static String named(String alias) {
    return alias.equals("v-a") ? one : two;
  }
}
