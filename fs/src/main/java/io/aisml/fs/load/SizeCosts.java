package io.aisml.fs.load;

/**
 * Times that entries took, by their size, the newer ones weighing more. Sizes of one class differ
 * by a factor of four. Not thread-safe.
 */
final class SizeCosts {
  /** Below 4 KiB, below 16 KiB, ... and from 256 MiB on. */
  static final int CLASSES = 10;

  /** Entries, or those of large sizes, after which what came before weighs half. */
  private static final int MEMORY = 256;

  private static final int MEMORY_LARGE = 16;

  /** Entries of small sizes that make a measurement: each takes hardly longer than a hiccup. */
  private static final int ENOUGH = 32;

  /** The same for sizes from this on. */
  private static final int ENOUGH_LARGE = 1;

  private static final long LARGE = 4 << 20;

  private final double[] entries = new double[CLASSES];
  private final double[] bytes = new double[CLASSES];
  private final double[] nanos = new double[CLASSES];

  static int classOf(long size) {
    int log2 = 63 - Long.numberOfLeadingZeros(Math.max(1, size));
    return Math.max(0, Math.min(CLASSES - 1, log2 / 2 - 5));
  }

  void add(long size, double took) {
    int c = classOf(size);
    entries[c]++;
    bytes[c] += size;
    nanos[c] += took;
  }

  void add(SizeCosts newer) {
    for (int c = 0; c < CLASSES; c++) {
      entries[c] += newer.entries[c];
      bytes[c] += newer.bytes[c];
      nanos[c] += newer.nanos[c];
      double memory = c >= classOf(LARGE) ? MEMORY_LARGE : MEMORY;
      if (entries[c] > 2 * memory) {
        double keep = memory / entries[c];
        entries[c] *= keep;
        bytes[c] *= keep;
        nanos[c] *= keep;
      }
    }
  }

  /** Whether enough entries of about this size have come. */
  boolean isKnown(long size) {
    return entries[classOf(size)] >= (size >= LARGE ? ENOUGH_LARGE : ENOUGH);
  }

  /** Nanoseconds for an entry of about this size. */
  double perEntry(long size) {
    return nanos[classOf(size)] / entries[classOf(size)];
  }

  /** Nanoseconds for a byte of an entry of about this size. */
  double perByte(long size) {
    return nanos[classOf(size)] / bytes[classOf(size)];
  }
}
