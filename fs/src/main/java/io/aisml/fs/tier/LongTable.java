package io.aisml.fs.tier;

/** Longs by longs, 16 bytes an entry and some room. Keys are spread evenly; 0 is none. */
final class LongTable {
  private long[] keys = new long[16];
  private long[] values = new long[16];
  private int count;

  /** The value of a key, or 0. */
  long get(long key) {
    return values[slot(key)];
  }

  /** Gives a key a value. */
  void put(long key, long value) {
    int slot = slot(key);
    if (keys[slot] == 0) {
      keys[slot] = key;
      count++;
    }
    values[slot] = value;
    if (count * 4L > keys.length * 3L) {
      grow();
    }
  }

  /** Gives a key a value if it has none. Whether it had none. */
  boolean putIfAbsent(long key, long value) {
    boolean absent = keys[slot(key)] == 0;
    if (absent) {
      put(key, value);
    }
    return absent;
  }

  private void grow() {
    long[] before = keys;
    long[] were = values;
    keys = new long[before.length * 2];
    values = new long[before.length * 2];
    for (int i = 0; i < before.length; i++) {
      if (before[i] != 0) {
        int slot = slot(before[i]);
        keys[slot] = before[i];
        values[slot] = were[i];
      }
    }
  }

  /** Where a key stands, or the free slot where it would. */
  private int slot(long key) {
    int mask = keys.length - 1;
    int slot = (int) (key >>> 20) & mask;
    while (keys[slot] != 0 && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
