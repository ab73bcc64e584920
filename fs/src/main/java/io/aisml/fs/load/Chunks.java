package io.aisml.fs.load;

import io.aisml.fetcher.spec.ByteRange;
import java.util.BitSet;

/**
 * Which files are read chunk by chunk, each chunk by a range of its own: those that would fill the
 * cache, and plain objects for which ranged GETs are faster than a get-batch.
 */
public final class Chunks {
  /** Chunks of a file that are loaded early once it is read in order. */
  static final int AHEAD = 3;

  private static final int MAX_CHUNK = 8 << 20;
  private static final int MIN_CHUNK = 64 << 10;

  private final long largestWhole;
  private final FetchMode mode;
  private final Costs costs;
  private final int chunkBytes;

  /** Files for which it was chosen, and those of them that are divided; guarded by the monitor. */
  private final BitSet chosen = new BitSet();

  private final BitSet divided = new BitSet();

  /**
   * @param budget bytes of the cache
   */
  Chunks(long budget, FetchMode mode, Costs costs) {
    this.largestWhole = budget / 2;
    this.mode = mode;
    this.costs = costs;
    // Several chunks must fit at a time; a multiple of the largest READ, so that few cross a
    // border.
    long chunk = Math.max(MIN_CHUNK, Math.min(MAX_CHUNK, budget / 16));
    this.chunkBytes = (int) (chunk / MIN_CHUNK * MIN_CHUNK);
  }

  /** Whether a file of this size can't be held in one piece. */
  boolean mustSplit(long size) {
    return size > largestWhole;
  }

  /**
   * Whether ranges are quicker than one piece, given an object: ranges of an archived member make
   * the server search the archive for each. What was said once of a file stays, since its readers
   * and loads must meet at the same members.
   *
   * @param size bytes, {@link Costs#RANGES_TRIED} or more
   */
  boolean paysToSplit(int file, long size) {
    return switch (mode) {
      case BATCH -> false;
      case ENTRY -> size >= Costs.RANGES_PAY;
      case AUTO -> isDivided(file, size);
    };
  }

  private synchronized boolean isDivided(int file, long size) {
    if (!chosen.get(file)) {
      chosen.set(file);
      divided.set(file, costs.areRangesQuicker(size, chunkBytes, 1 + AHEAD));
    }
    return divided.get(file);
  }

  /** Bytes of a chunk; the last one of a file may have fewer. */
  public int chunkBytes() {
    return chunkBytes;
  }

  /** The chunk that holds an offset. */
  public int chunkOf(long offset) {
    return (int) (offset / chunkBytes);
  }

  /** Where a chunk begins in its file. */
  public long start(int chunk) {
    return (long) chunk * chunkBytes;
  }

  /** How many bytes a chunk of a file of this size has. */
  public long length(int chunk, long size) {
    return Math.min(chunkBytes, size - start(chunk));
  }

  /** Which bytes of a file of this size a chunk is. */
  ByteRange range(int chunk, long size) {
    return new ByteRange(start(chunk), length(chunk, size));
  }
}
