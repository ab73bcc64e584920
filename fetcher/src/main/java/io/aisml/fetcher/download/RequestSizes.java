package io.aisml.fetcher.download;

/**
 * How many entries the next request asks for: few at first, then as many as by what came so far
 * make a good load. The target that packs a reply holds in memory what its peers send faster than
 * it can pass on, so more would cost the cluster without gain. For one thread.
 */
final class RequestSizes {
  private static final int FIRST = 1024;
  private static final int MIN = 64;
  private static final int MAX = 16_384;
  private static final int GROWTH = 4;

  /** The end of each reply comes 100 ms late: at 10 GB/s that is as long as so many bytes take. */
  private static final long AIM_BYTES = 1 << 30;

  private int size = FIRST;

  int next() {
    return size;
  }

  /** So many members came, and so many bytes. */
  void came(long members, long bytes) {
    if (members > 0) {
      long mean = Math.max(1, bytes / members);
      long wanted = Math.min(AIM_BYTES / mean, (long) GROWTH * size);
      size = (int) Math.max(MIN, Math.min(wanted, MAX));
    }
  }
}
