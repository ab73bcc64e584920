package io.aisml.fs.tier;

import io.aisml.fetcher.spec.Entry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A process that reads through a tier until it is killed, and ends at once when a byte is wrong.
 */
final class TierReader {
  static final int OBJECTS = 200;
  static final int SIZE = 20_000;

  private TierReader() {}

  /**
   * @param arguments the directory and its limit
   */
  public static void main(String[] arguments) throws Exception {
    VersionedStore store = new VersionedStore(OBJECTS, SIZE);
    try (TieredSource source =
        TieredSource.open(
            store.plan(), store, Path.of(arguments[0]), Long.parseLong(arguments[1]))) {
      while (true) {
        List<Entry> entries = new ArrayList<>(store.entries());
        Collections.shuffle(entries);
        for (int at = 0; at < OBJECTS; at += 50) {
          store.assertReads(source, entries.subList(at, at + 50));
          System.out.println("read");
        }
      }
    }
  }
}
