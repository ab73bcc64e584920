package io.aisml.fs.load;

import io.aisml.fetcher.spec.ByteRange;

/**
 * Which files are read chunk by chunk, each chunk by a range of its own: those that would fill the
 * cache, and plain objects for which ranged GETs are faster than a get-batch.
 */
public final class Chunks {
  private static final int MAX_CHUNK = 8 << 20;
  private static final int MIN_CHUNK = 64 << 10;

  /** From here on ranged GETs, several at a time, beat a get-batch: docs/BENCHMARKS.md. */
  private static final long RANGES_PAY = 32L << 20;

  private final long largestWhole;
  private final FetchMode mode;
  private final int chunkBytes;

  /**
   * @param budget bytes of the cache
   */
  public Chunks(long budget, FetchMode mode) {
    this.largestWhole = budget / 2;
    this.mode = mode;
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
   * the server search the archive for each.
   *
   * @param size bytes, or -1 when unknown
   */
  boolean paysToSplit(long size) {
    return mode != FetchMode.BATCH && size >= RANGES_PAY;
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
