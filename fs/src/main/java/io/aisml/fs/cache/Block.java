package io.aisml.fs.cache;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The memory of one member. Written front to back by the one thread that loads it, read by many.
 * Freed when its last user lets go.
 */
public final class Block {
  private static final ByteBuffer[] NO_BYTES = {};

  private final Slabs slabs;
  private final long size;
  private final Extent[] extents;

  /** Users: the cache itself and everybody who is reading; 0 means freed. */
  private final AtomicInteger users = new AtomicInteger(1);

  private volatile Runnable whenFreed = () -> {};

  Block(Slabs slabs, long size, Extent[] extents) {
    this.slabs = slabs;
    this.size = size;
    this.extents = extents;
  }

  /** Bytes of content. */
  public long size() {
    return size;
  }

  /** Bytes of memory taken. */
  long footprint() {
    return Slabs.footprint(size);
  }

  void whenFreed(Runnable action) {
    whenFreed = action;
  }

  /** Becomes a user. False when the block has been freed: then it must not be touched. */
  boolean acquire() {
    return users.getAndUpdate(n -> n == 0 ? 0 : n + 1) > 0;
  }

  /** Lets go. */
  void release() {
    if (users.decrementAndGet() == 0) {
      slabs.free(extents);
      whenFreed.run();
    }
  }

  /** The whole memory, front to back, for the one who fills it. */
  public ByteBuffer[] writable() {
    return slices(0, size);
  }

  /** The bytes from {@code offset} on, {@code length} of them, as one buffer a run. */
  ByteBuffer[] slices(long offset, long length) {
    long end = Math.min(size, offset + length);
    if (offset >= end) {
      return NO_BYTES;
    }
    int first = 0;
    long at = 0;
    while (at + extents[first].bytes() <= offset) {
      at += extents[first++].bytes();
    }
    int last = first;
    long reached = at + extents[first].bytes();
    while (reached < end) {
      reached += extents[++last].bytes();
    }
    ByteBuffer[] slices = new ByteBuffer[last - first + 1];
    for (int i = first; i <= last; i++) {
      int from = (int) (Math.max(offset, at) - at);
      int to = (int) (Math.min(end, at + extents[i].bytes()) - at);
      slices[i - first] = extents[i].slice(from, to - from);
      at += extents[i].bytes();
    }
    return slices;
  }
}
