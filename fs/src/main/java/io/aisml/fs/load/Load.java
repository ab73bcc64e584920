package io.aisml.fs.load;

import io.aisml.fetcher.spec.ByteRange;
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
   * @param entry what the file is or is made of, for messages
   * @param part which bytes of the file the member is
   * @param expected bytes, as far as they can be told
   */
  record Item(Member member, int file, Entry entry, ByteRange part, long expected) {
    @Override
    public String toString() {
      return part.isWhole()
          ? entry.toString()
          : entry + " [" + part.start() + ", " + part.length() + "]";
    }
  }

  private final List<Item> items;
  private final boolean alone;
  private final boolean told;

  /** Somebody waits for one of the members, or did when this was last looked at. */
  private volatile boolean urgent;

  /**
   * @param alone by the quickest way for a single entry instead of a get-batch
   */
  Load(List<Item> items, boolean alone, boolean urgent) {
    this(items, alone, false, urgent);
  }

  private Load(List<Item> items, boolean alone, boolean told, boolean urgent) {
    this.items = List.copyOf(items);
    this.alone = alone;
    this.told = told;
    this.urgent = urgent;
  }

  /** Of files that nobody waits for yet, but somebody said would be read. */
  static Load told(List<Item> items) {
    return new Load(items, items.size() == 1, true, false);
  }

  /** One request for what several loads of one entry each would bring. */
  static Load gathered(List<Load> singles) {
    return new Load(singles.stream().flatMap(l -> l.items().stream()).toList(), false, true);
  }

  boolean isTold() {
    return told;
  }

  boolean contains(Member member) {
    return items.stream().anyMatch(item -> item.member() == member);
  }

  /** Whether it may be gathered: one whole file that a get-batch brings at least as quickly. */
  boolean isGatherable(Costs costs) {
    Item item = items.get(0);
    return alone
        && !told
        && item.member().key() == item.file()
        && costs.isBatchQuicker(item.expected());
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
    return new Load(items.subList(index, items.size()), alone, told, urgent);
  }

  /** The first items of this load. */
  Load upTo(int index) {
    return new Load(items.subList(0, index), alone, told, urgent);
  }

  boolean isWaitedFor() {
    return items.stream().anyMatch(item -> item.member().isWaitedFor());
  }
}
