package io.aisml.fs.cache;

import io.aisml.fs.memory.HugePages;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Off-heap memory of a fixed size, handed out in granules. A block may consist of several runs, so
 * whatever is free can be used and nothing is ever lost to fragmentation: the budget is the memory.
 * Slabs are made when first needed and kept: giving them back to the C library would trade a known
 * bound for its fragmentation.
 */
public final class Slabs {
  /**
   * Bytes of the smallest run. Small, because each member wastes half of one; not smaller, because
   * a READ of 1 MiB must stay below 1024 runs (IOV_MAX) in the worst case.
   */
  public static final int GRANULE = 2048;

  private static final int SLAB_BYTES = 4 << 20;

  private final long capacity;

  /** One bit a granule, set when in use; guarded by this. */
  private final List<BitSet> used = new ArrayList<>();

  /** Guarded by this. */
  private final List<ByteBuffer> buffers = new ArrayList<>();

  /** Slabs that have a free granule; guarded by this. */
  private final BitSet open = new BitSet();

  /** Bytes of the slabs made so far; guarded by this. */
  private long made;

  /**
   * @param budget bytes, rounded down to whole granules
   */
  public Slabs(long budget) {
    this.capacity = budget / GRANULE * GRANULE;
    if (capacity <= 0) {
      throw new IllegalArgumentException("a cache needs at least " + GRANULE + " bytes");
    }
  }

  /** Bytes that can be handed out in total. */
  public long capacity() {
    return capacity;
  }

  /** The bytes that a block of this size takes from the capacity. */
  public static long footprint(long size) {
    return (size + GRANULE - 1) / GRANULE * GRANULE;
  }

  /**
   * Hands out a block. The caller has made sure that so much is free: see {@link MemberCache}.
   *
   * @throws IllegalStateException when it is not
   * @throws OutOfMemoryError when the system refuses the memory; then nothing is taken
   */
  synchronized Block allocate(long size) {
    long wanted = footprint(size) / GRANULE;
    List<Extent> extents = new ArrayList<>(1);
    while (wanted > 0) {
      int slab = open.nextSetBit(0);
      if (slab < 0) {
        slab = make(extents);
      }
      Extent extent = take(slab, (int) Math.min(wanted, Integer.MAX_VALUE));
      extents.add(extent);
      wanted -= extent.granules();
    }
    return new Block(this, size, extents.toArray(Extent[]::new));
  }

  private Extent take(int slab, int wanted) {
    BitSet bits = used.get(slab);
    ByteBuffer buffer = buffers.get(slab);
    int granules = buffer.capacity() / GRANULE;
    int first = bits.nextClearBit(0);
    int end = bits.nextSetBit(first);
    int count = Math.min(wanted, (end < 0 ? granules : end) - first);
    bits.set(first, first + count);
    if (bits.nextClearBit(first) >= granules) {
      open.clear(slab);
    }
    return new Extent(slab, buffer, first, count);
  }

  /** Makes a slab, or gives back what a block has so far. */
  private int make(List<Extent> soFar) {
    long size = Math.min(SLAB_BYTES, capacity - made);
    if (size <= 0) {
      throw new IllegalStateException("memory was handed out that had not been reserved");
    }
    try {
      buffers.add(HugePages.allocate((int) size));
    } catch (OutOfMemoryError e) {
      free(soFar.toArray(Extent[]::new));
      throw e;
    }
    used.add(new BitSet());
    made += size;
    open.set(buffers.size() - 1);
    return buffers.size() - 1;
  }

  synchronized void free(Extent[] extents) {
    for (Extent extent : extents) {
      used.get(extent.slab())
          .clear(extent.firstGranule(), extent.firstGranule() + extent.granules());
      open.set(extent.slab());
    }
  }
}
