package io.aisml.fs.load;

import io.aisml.fetcher.spec.Entry;
import io.aisml.fs.cache.Member;
import java.util.List;

/**
 * One request to send: members and, position by position, the entries that bring them.
 *
 * @see LoadRun
 */
final class Load {
  /**
   * One member of a load.
   *
   * @param file the file of the plan that it belongs to
   * @param expected bytes, as far as they can be told
   */
  record Item(Member member, int file, Entry entry, long expected) {}

  private final List<Item> items;
  private final boolean alone;

  /** Somebody waits for one of the members, or did when this was last looked at. */
  private volatile boolean urgent;

  /**
   * @param alone by the quickest way for a single entry instead of a get-batch
   */
  Load(List<Item> items, boolean alone, boolean urgent) {
    this.items = List.copyOf(items);
    this.alone = alone;
    this.urgent = urgent;
  }

  List<Item> items() {
    return items;
  }

  boolean isAlone() {
    return alone;
  }

  boolean isUrgent() {
    return urgent;
  }

  void makeUrgent() {
    urgent = true;
  }

  /** The rest of this load, from an item on. */
  Load from(int index) {
    return new Load(items.subList(index, items.size()), alone, urgent);
  }

  /** The first items of this load. */
  Load upTo(int index) {
    return new Load(items.subList(0, index), alone, urgent);
  }

  boolean isWaitedFor() {
    return items.stream().anyMatch(item -> item.member().isWaitedFor());
  }
}
