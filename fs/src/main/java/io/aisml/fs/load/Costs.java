package io.aisml.fs.load;

/**
 * What entries cost in this mount, and so which way is the quicker one for an entry.
 *
 * <p>For many small ones it is what each adds: the time it took, in shares of the time, since
 * requests under way together share the store, the network and this machine. How long a get-batch
 * takes to its first entry is no part of it: others send their data meanwhile. For a large one it
 * is how long a reader waits for it: ranges are quicker because several come at a time.
 *
 * <p>Until both ways have been measured for a size, what was measured elsewhere decides: {@code
 * docs/BENCHMARKS.md}. For sizes at which that is not sure the other way is tried once.
 *
 * <p>The monitor guards all fields.
 */
final class Costs {
  /** Up to here a get-batch is the quicker way, as far as nothing else has been measured. */
  private static final long BATCHES_PAY = 256 << 10;

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

  /** Shares of time that entries by GETs took. */
  private final SizeCosts gets = new SizeCosts();

  /** Shares of time that entries in get-batches took. */
  private final SizeCosts batched = new SizeCosts();

  /** How long whole entries took. */
  private final SizeCosts pieces = new SizeCosts();

  /** How long ranges took. */
  private final SizeCosts ranges = new SizeCosts();

  /** Sizes of which one file has been divided, or not, to see what that costs. */
  private final boolean[] tried = new boolean[SizeCosts.CLASSES];

  private int underWay;

  /** Nanoseconds divided by the requests that were under way, up to {@link #last}. */
  private double clock;

  private long last;

  /** A request is sent. What the clock shows. */
  synchronized double begin(long now) {
    clock = clock(now);
    last = now;
    underWay++;
    return clock;
  }

  /** Shares of time so far; for a caller whose request is under way. */
  synchronized double clock(long now) {
    return underWay == 0 ? clock : clock + (double) Math.max(0, now - last) / underWay;
  }

  /** A request has ended that brought entries in these times and shares of time. */
  synchronized void end(Timing.Kind kind, SizeCosts alone, SizeCosts shared, long now) {
    clock = clock(now);
    last = now;
    underWay--;
    (kind == Timing.Kind.BATCH ? batched : gets).add(shared);
    (kind == Timing.Kind.RANGE ? ranges : pieces).add(alone);
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
   * Whether ranges of an object are quicker than one piece. What this says of a file may change
   * with each call.
   *
   * @param size bytes, {@link #RANGES_TRIED} or more
   * @param range bytes of a range
   * @param together ranges that come at a time
   */
  synchronized boolean areRangesQuicker(long size, int range, int together) {
    boolean expected = size >= RANGES_PAY;
    if (ranges.isKnown(range) && pieces.isKnown(size)) {
      return isQuicker(ranges.perByte(range) / together, pieces.perByte(size), expected);
    }
    boolean isExpectedKnown = expected ? ranges.isKnown(range) : pieces.isKnown(size);
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
