package io.aisml.fetcher.plan;

/** Hashes for open addressing: the low bits of {@link #finish} depend on all bits of its input. */
final class Hash {
  private static final int PRIME = 0x01000193;
  private static final int MIX_1 = 0x85ebca6b;
  private static final int MIX_2 = 0xc2b2ae35;

  private Hash() {}

  /** FNV-1a of {@code text[from, to)}, begun with {@code seed}. */
  static int of(int seed, byte[] text, int from, int to) {
    int hash = seed;
    for (int i = from; i < to; i++) {
      hash = (hash ^ text[i]) * PRIME;
    }
    return hash;
  }

  /** MurmurHash3's finalizer. */
  static int finish(int hash) {
    int h = hash;
    h = (h ^ (h >>> 16)) * MIX_1;
    h = (h ^ (h >>> 13)) * MIX_2;
    return h ^ (h >>> 16);
  }

  /** A power of two of slots of which {@code size} fill at most two thirds. */
  static int slots(int size) {
    return Math.max(16, Integer.highestOneBit(size + (size >> 1)) << 1);
  }
}
