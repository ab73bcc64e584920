package io.aisml.fs.tier;

/**
 * Where the records of all segments stand, by key: 24 bytes each and some room. Keys are never
 * taken out; those of a segment that is gone lead nowhere. The monitor guards all fields.
 */
final class TierIndex {
  /** What nothing is found at. */
  static final long NOWHERE = -1;

  /** More than the process should spend memory on; what comes beyond is not found. */
  private static final int MAX_RECORDS = 3 << 20;

  private static final int WIDTH = 3;

  /** High and low half of the key, and the place and 1: 0 is a free slot. */
  private long[] table = new long[1024 * WIDTH];

  private int count;

  /** The place of a key's record, or {@link #NOWHERE}. */
  synchronized long find(Key key) {
    return table[slot(key.high(), key.low()) + 2] - 1;
  }

  /** Takes note of a record. A key that has one gets another. */
  synchronized void put(Key key, long place) {
    int slot = slot(key.high(), key.low());
    if (table[slot + 2] == 0) {
      if (count == MAX_RECORDS) {
        return;
      }
      count++;
    }
    table[slot] = key.high();
    table[slot + 1] = key.low();
    table[slot + 2] = place + 1;
    if (count * 4L * WIDTH > table.length * 3L) {
      grow();
    }
  }

  synchronized int count() {
    return count;
  }

  private void grow() {
    long[] before = table;
    table = new long[before.length * 2];
    for (int i = 0; i < before.length; i += WIDTH) {
      if (before[i + 2] != 0) {
        System.arraycopy(before, i, table, slot(before[i], before[i + 1]), WIDTH);
      }
    }
  }

  private int slot(long high, long low) {
    int slots = table.length / WIDTH;
    int slot = (int) (high >>> 20) & slots - 1;
    while (table[slot * WIDTH + 2] != 0
        && (table[slot * WIDTH] != high || table[slot * WIDTH + 1] != low)) {
      slot = (slot + 1) & slots - 1;
    }
    return slot * WIDTH;
  }
}
