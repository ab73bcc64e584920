package io.aisml.fs.tree;

import io.aisml.fetcher.plan.Plan;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The files' sizes as far as they are known, from the plan, listings and loads. Any thread may ask
 * and tell. A size that is known never changes: who finds another one has found that the object
 * changed behind the mount.
 *
 * <p>All of it lies in memory that the creator gives, so that the process that takes a mount over
 * finds what the one before it knew and what it had told the kernel.
 */
public final class Sizes {
  private static final long UNKNOWN = -1;

  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final VarHandle INTS =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

  /**
   * First one long a file, those that are generated behind the others: its size and 1, so that
   * fresh memory says that none is known. Then one bit a file: the kernel has been told that the
   * size is unknown. Each word is changed atomically.
   */
  private final ByteBuffer memory;

  private final int files;
  private final int allFiles;

  /** How many sizes are known. Written once a file, read for each entry of a request. */
  private final AtomicLong known = new AtomicLong();

  /** The sum of the known sizes. */
  private final AtomicLong knownBytes = new AtomicLong();

  /**
   * Takes note of the sizes that the plan tells.
   *
   * @param memory direct, of {@link #bytes}; zeros, or what an earlier instance for the same plan
   *     left
   */
  public Sizes(Plan plan, ByteBuffer memory) {
    this.memory = memory;
    files = plan.fileCount();
    allFiles = files + plan.generatedCount();
    for (int file = 0; file < files; file++) {
      long left = get(file);
      if (left >= 0) {
        known.incrementAndGet();
        knownBytes.addAndGet(left);
      } else if (plan.knownSize(file) >= 0) {
        learn(file, plan.knownSize(file));
      }
    }
  }

  /** With memory of its own. */
  public Sizes(Plan plan) {
    this(plan, ByteBuffer.allocateDirect(Math.toIntExact(bytes(plan))));
  }

  /** How much memory a plan's sizes take. */
  public static long bytes(Plan plan) {
    long files = plan.fileCount() + (long) plan.generatedCount();
    return files * Long.BYTES + (files + Integer.SIZE - 1) / Integer.SIZE * Integer.BYTES;
  }

  /** What a generated file has in the place of a file's number. */
  public int generated(int number) {
    return files + number;
  }

  /** A file's size in bytes, or -1. */
  public long get(int file) {
    return (long) LONGS.getVolatile(memory, file * Long.BYTES) - 1;
  }

  /**
   * Takes note of a size.
   *
   * @return false when another one was known before
   */
  public boolean learn(int file, long size) {
    long before =
        (long) LONGS.compareAndExchange(memory, file * Long.BYTES, UNKNOWN + 1, size + 1) - 1;
    if (before == UNKNOWN && file < files) {
      known.incrementAndGet();
      knownBytes.addAndGet(size);
    }
    return before == UNKNOWN || before == size;
  }

  /** How many sizes are known, generated files apart. */
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
    return size >= 0 ? size : expectedOfUnknown();
  }

  /** What any file of unknown size probably has. */
  public long expectedOfUnknown() {
    long count = known();
    return count == 0 ? 64 << 10 : knownBytes() / count;
  }

  /** The kernel is being told that a size is unknown. */
  public void tellUnknown(int file) {
    if (!wasToldUnknown(file)) {
      int unused = (int) INTS.getAndBitwiseOr(memory, told(file), 1 << file);
    }
  }

  /** Whether the kernel may still believe that the size is unknown. */
  public boolean wasToldUnknown(int file) {
    return ((int) INTS.getVolatile(memory, told(file)) & 1 << file) != 0;
  }

  /** The kernel has been told the size. */
  public void tellKnown(int file) {
    int unused = (int) INTS.getAndBitwiseAnd(memory, told(file), ~(1 << file));
  }

  private int told(int file) {
    return allFiles * Long.BYTES + (file >> 5) * Integer.BYTES;
  }
}
