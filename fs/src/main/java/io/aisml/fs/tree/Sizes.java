package io.aisml.fs.tree;

import io.aisml.fetcher.plan.Plan;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The files' sizes as far as they are known, from the plan, listings and loads. Any thread may ask
 * and tell. A size that is known never changes: who finds another one has found that the object
 * changed behind the mount.
 */
public final class Sizes {
  private static final long UNKNOWN = -1;

  /** One size a file; -1 while unknown. */
  private final AtomicLongArray sizes;

  /** One bit a file: the kernel has been told that the size is unknown. */
  private final AtomicIntegerArray toldUnknown;

  /** How many sizes are known. Written once a file, read for each entry of a request. */
  private final AtomicLong known = new AtomicLong();

  /** The sum of the known sizes. */
  private final AtomicLong knownBytes = new AtomicLong();

  public Sizes(Plan plan) {
    sizes = new AtomicLongArray(plan.fileCount());
    toldUnknown = new AtomicIntegerArray((plan.fileCount() + 31) / 32);
    for (int file = 0; file < plan.fileCount(); file++) {
      sizes.setPlain(file, UNKNOWN);
      long size = plan.knownSize(file);
      if (size >= 0) {
        learn(file, size);
      }
    }
  }

  /** A file's size in bytes, or -1. */
  public long get(int file) {
    return sizes.get(file);
  }

  /**
   * Takes note of a size.
   *
   * @return false when another one was known before
   */
  public boolean learn(int file, long size) {
    long before = sizes.compareAndExchange(file, UNKNOWN, size);
    if (before == UNKNOWN) {
      known.incrementAndGet();
      knownBytes.addAndGet(size);
      return true;
    }
    return before == size;
  }

  /** How many sizes are known. */
  public long known() {
    return known.get();
  }

  /** The sum of the known sizes, in bytes. */
  public long knownBytes() {
    return knownBytes.get();
  }

  /** What a file of unknown size probably has: the mean of the known ones, at first 64 KiB. */
  public long expected(int file) {
    long size = get(file);
    if (size >= 0) {
      return size;
    }
    long count = known();
    return count == 0 ? 64 << 10 : knownBytes() / count;
  }

  /** The kernel is being told that a size is unknown. */
  public void tellUnknown(int file) {
    int bit = 1 << file;
    if ((toldUnknown.get(file >> 5) & bit) == 0) {
      toldUnknown.getAndAccumulate(file >> 5, bit, (a, b) -> a | b);
    }
  }

  /** Whether the kernel may still believe that the size is unknown. */
  public boolean wasToldUnknown(int file) {
    return (toldUnknown.get(file >> 5) & 1 << file) != 0;
  }

  /** The kernel has been told the size. */
  public void tellKnown(int file) {
    toldUnknown.getAndAccumulate(file >> 5, ~(1 << file), (a, b) -> a & b);
  }
}
