package io.aisml.fs.tree;

import io.aisml.fetcher.plan.Plan;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which files have been loaded without error since the mount was made, and whether the kernel has
 * been told that there are no opens. Any thread may ask and tell.
 *
 * <p>All of it lies in memory that the creator gives, as {@link Sizes} do: the kernel remembers
 * what it was told when another process takes the mount over.
 */
public final class LoadedFiles {
  private static final VarHandle INTS =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

  /** First an int: 1 once the kernel knows of no opens. Then one bit a file. */
  private final ByteBuffer memory;

  /** Files that have not been loaded. */
  private final AtomicInteger missing;

  /**
   * @param memory direct, of {@link #bytes}; zeros, or what an earlier instance for the same plan
   *     left
   */
  public LoadedFiles(Plan plan, ByteBuffer memory) {
    this.memory = memory;
    int loaded = 0;
    for (int at = Integer.BYTES; at < bytes(plan); at += Integer.BYTES) {
      loaded += Integer.bitCount((int) INTS.getVolatile(memory, at));
    }
    missing = new AtomicInteger(plan.fileCount() - loaded);
  }

  /** With memory of its own. */
  public LoadedFiles(Plan plan) {
    this(plan, ByteBuffer.allocateDirect(bytes(plan)));
  }

  /** How much memory it takes for a plan. */
  public static int bytes(Plan plan) {
    return (1 + (plan.fileCount() + Integer.SIZE - 1) / Integer.SIZE) * Integer.BYTES;
  }

  /** A file has been loaded, or as much of it as shows that it can be. */
  public void add(int file) {
    int at = Integer.BYTES + (file >> 5) * Integer.BYTES;
    int bit = 1 << file;
    if (((int) INTS.getVolatile(memory, at) & bit) == 0
        && ((int) INTS.getAndBitwiseOr(memory, at, bit) & bit) == 0) {
      missing.decrementAndGet();
    }
  }

  /** Whether each file has been loaded. */
  public boolean areAll() {
    return missing.get() == 0;
  }

  /** The kernel is being told that there are no opens: it never asks for one again. */
  public void tellNoOpens() {
    INTS.setVolatile(memory, 0, 1);
  }

  /** Whether the kernel may have been told so. */
  public boolean wereToldNoOpens() {
    return (int) INTS.getVolatile(memory, 0) != 0;
  }
}
