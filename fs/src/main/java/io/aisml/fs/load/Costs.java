package io.aisml.fs.load;

/**
 * What entries cost in this mount, by GETs and in get-batches, and so which way is the quicker one
 * for an entry. A cost is the time that an entry took, divided by the requests of its kind that
 * were under way at the time, for they share the store, the network and this machine. How long a
 * get-batch takes to its first entry is no part of it: others send their data meanwhile.
 *
 * <p>Until both ways have been measured for a size, what was measured elsewhere decides: {@code
 * docs/BENCHMARKS.md}. For sizes at which that is not sure the other way is tried once.
 *
 * <p>The monitor guards all fields.
 */
final class Costs {
  /** Up to here a get-batch is the quicker way, as far as nothing else has been measured. */
  static final long BATCHES_PAY = 256 << 10;

  /** A get-batch is never tried for entries beyond this size that could come by a GET each. */
  private static final long BATCHES_TRIED = 4 << 20;

  /** From here on several ranges are quicker than one piece, if nothing else has been measured. */
  static final long RANGES_PAY = 32L << 20;

  /** Below it a file is one range. */
  static final long RANGES_TRIED = 8L << 20;

  /** From here on the way that is not expected to be the quicker one is never tried. */
  private static final long PIECES_TRIED = 128L << 20;

  /** How much quicker the way that is not expected to be must be: single figures are noisy. */
  private static final double CLEARLY = 0.8;

  private final SizeCosts gets = new SizeCosts();
  private final SizeCosts batched = new SizeCosts();

  /** Sizes of which one file has been divided, or not, to see what that costs. */
  private final boolean[] tried = new boolean[SizeCosts.CLASSES];

  private int getsUnderWay;
  private int batchesUnderWay;

  /** A request is sent. Call {@link Timing#end} when it has ended. */
  synchronized Timing begin(boolean get) {
    int together = get ? ++getsUnderWay : ++batchesUnderWay;
    return new Timing(this, get, together);
  }

  synchronized void end(boolean get, SizeCosts measured) {
    if (get) {
      getsUnderWay--;
      gets.add(measured);
    } else {
      batchesUnderWay--;
      batched.add(measured);
    }
  }

  /**
   * Whether several entries like this one come quicker in one get-batch than by a GET each.
   *
   * @param size bytes, also when they are only expected
   */
  synchronized boolean isBatchQuicker(long size) {
    boolean expected = size <= BATCHES_PAY;
    if (gets.isKnown(size) && batched.isKnown(size)) {
      return isQuicker(batched.perEntry(size), gets.perEntry(size), expected);
    }
    return expected || (size <= BATCHES_TRIED && !batched.isKnown(size));
  }

  /**
   * Whether ranges of an object, several at a time, are quicker than one piece. What this says of a
   * file may change with each call.
   *
   * @param size bytes, {@link #RANGES_TRIED} or more
   * @param range bytes of a range
   */
  synchronized boolean areRangesQuicker(long size, int range) {
    boolean expected = size >= RANGES_PAY;
    SizeCosts pieces = batched.isKnown(size) ? batched : gets;
    if (gets.isKnown(range) && pieces.isKnown(size)) {
      return isQuicker(gets.perByte(range), pieces.perByte(size), expected);
    }
    boolean isExpectedKnown = expected ? gets.isKnown(range) : pieces.isKnown(size);
    return expected ^ (isExpectedKnown && size < PIECES_TRIED && isFirstTry(size));
  }

  private boolean isFirstTry(long size) {
    boolean first = !tried[SizeCosts.classOf(size)];
    tried[SizeCosts.classOf(size)] = true;
    return first;
  }

  private static boolean isQuicker(double cost, double other, boolean expected) {
    return expected ? cost * CLEARLY <= other : cost <= other * CLEARLY;
  }
}
