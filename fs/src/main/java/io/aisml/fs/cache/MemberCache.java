package io.aisml.fs.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decoded bytes under one hard budget. Every byte is in one of four states:
 *
 * <ul>
 *   <li><b>free</b>;
 *   <li><b>reserved</b> by a load for members that are on their way;
 *   <li><b>unread</b>: ready and not yet read by anybody. Leaves only when a reader waits for
 *       something else and nothing read is left;
 *   <li><b>read</b>: in Caffeine, which decides what leaves when room is needed.
 * </ul>
 *
 * <p>{@code available} is the free part. It is taken before memory is, and given back when the
 * memory is (after the last reader of a block let go), so the slabs always have what was promised.
 */
public final class MemberCache {
  /** How long a member that was told ahead stays although nobody reads it and room is wanted. */
  static final long SHELF_NANOS = TimeUnit.MINUTES.toNanos(5);

  /** Pieces of large files that stay after they were read: some readers' latest. */
  static final int PASSED_KEPT = 16;

  private record Perishable(Member member, long since) {}

  private final Slabs slabs;
  private final Consumer<Member> whenGone;
  private final Cache<Member, Member> read;
  private final Policy.Eviction<Member, Member> eviction;

  /** Bytes that nobody holds. */
  private final AtomicLong available;

  /** Serialises those who make room, so that they don't evict for each other; guards no data. */
  private final Object evicting = new Object();

  /** Ready, not yet read, in order of arrival; guarded by itself. */
  private final Set<Member> unread = new LinkedHashSet<>();

  /** Of the unread members those that were told ahead, in order of arrival; guarded by unread. */
  private final Deque<Perishable> perishable = new ArrayDeque<>();

  /**
   * Read members whose bytes the kernel has and asks for again only when it dropped them, oldest
   * first; guarded by itself.
   */
  private final Deque<Member> passed = new ArrayDeque<>();

  private final LongSupplier nanoTime;

  private final LongAdder evictedRead = new LongAdder();
  private final LongAdder evictedUnread = new LongAdder();

  /**
   * @param budget bytes
   * @param whenGone told of each member that left, by the thread that made it leave
   */
  public MemberCache(long budget, Consumer<Member> whenGone) {
    this(budget, whenGone, System::nanoTime);
  }

  MemberCache(long budget, Consumer<Member> whenGone, LongSupplier nanoTime) {
    this.whenGone = whenGone;
    this.nanoTime = nanoTime;
    slabs = new Slabs(budget);
    available = new AtomicLong(slabs.capacity());
    read =
        Caffeine.newBuilder()
            .maximumWeight(slabs.capacity())
            .<Member, Member>weigher((member, same) -> weight(member))
            // In the caller: room that was made must be there when the call returns.
            .executor(Runnable::run)
            .<Member, Member>removalListener(
                (member, same, cause) -> leave(member, cause.wasEvicted()))
            .build();
    eviction = read.policy().eviction().orElseThrow();
  }

  private static int weight(Member member) {
    // At least 1: Caffeine never evicts what weighs nothing, and empty members add up as well.
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, member.footprint()));
  }

  private void leave(@Nullable Member member, boolean evicted) {
    if (member != null) {
      if (evicted) {
        evictedRead.add(member.footprint());
      }
      depart(member);
    }
  }

  private void depart(Member member) {
    whenGone.accept(member);
    member.leave();
  }

  public long budget() {
    return slabs.capacity();
  }

  /**
   * Reserves bytes, making members leave that have been read and, with {@code forReader}, also
   * unread ones that nobody waits for, the oldest first.
   *
   * @param bytes as {@link Slabs#footprint} counts
   * @return whether they could be had
   */
  public boolean reserve(long bytes, boolean forReader) {
    if (bytes > budget()) {
      return false;
    }
    while (!take(bytes)) {
      synchronized (evicting) {
        long missing = bytes - available.get();
        if (missing <= 0) {
          continue;
        }
        if (!evictRead(missing)
            && !evictPerished(missing)
            && !(forReader && evictUnread(missing))) {
          return take(bytes);
        }
      }
    }
    return true;
  }

  private boolean take(long bytes) {
    long free = available.get();
    while (free >= bytes) {
      if (available.compareAndSet(free, free - bytes)) {
        return true;
      }
      free = available.get();
    }
    return false;
  }

  /** Gives reserved bytes back. */
  public void unreserve(long bytes) {
    available.addAndGet(bytes);
  }

  private boolean evictRead(long bytes) {
    read.cleanUp();
    long weight = eviction.weightedSize().orElse(0);
    if (weight == 0) {
      return false;
    }
    eviction.setMaximum(Math.max(0, weight - bytes));
    read.cleanUp();
    eviction.setMaximum(slabs.capacity());
    return eviction.weightedSize().orElse(0) < weight;
  }

  private boolean evictUnread(long bytes) {
    long freed = 0;
    while (freed < bytes) {
      Member victim = oldestUnread(false);
      if (victim == null) {
        victim = oldestUnread(true);
      }
      if (victim == null) {
        break;
      }
      freed += victim.footprint();
      evictedUnread.add(victim.footprint());
      depart(victim);
    }
    return freed > 0;
  }

  private boolean evictPerished(long bytes) {
    long freed = 0;
    Member victim = freed < bytes ? nextPerished() : null;
    while (victim != null) {
      freed += victim.footprint();
      evictedUnread.add(victim.footprint());
      depart(victim);
      victim = freed < bytes ? nextPerished() : null;
    }
    return freed > 0;
  }

  private @Nullable Member nextPerished() {
    synchronized (unread) {
      for (Iterator<Perishable> all = perishable.iterator(); all.hasNext(); ) {
        Perishable oldest = all.next();
        boolean isStillUnread = unread.contains(oldest.member());
        if (isStillUnread && nanoTime.getAsLong() - oldest.since() < SHELF_NANOS) {
          return null;
        }
        if (!isStillUnread) {
          all.remove();
        } else if (!oldest.member().isWaitedFor()) {
          all.remove();
          unread.remove(oldest.member());
          return oldest.member();
        }
      }
      return null;
    }
  }

  private @Nullable Member oldestUnread(boolean evenOpen) {
    synchronized (unread) {
      for (Iterator<Member> all = unread.iterator(); all.hasNext(); ) {
        Member member = all.next();
        if (!member.isWaitedFor() && (evenOpen || !member.isOpen())) {
          all.remove();
          return member;
        }
      }
      return null;
    }
  }

  /**
   * Memory for a member whose footprint has been reserved; from now on the block accounts for it.
   *
   * @throws OutOfMemoryError when the system refuses it; the footprint is no longer reserved
   */
  public Block allocate(long size) {
    Block block;
    try {
      block = slabs.allocate(size);
    } catch (OutOfMemoryError e) {
      unreserve(Slabs.footprint(size));
      throw e;
    }
    block.whenFreed(() -> available.addAndGet(block.footprint()));
    return block;
  }

  /** A member is complete and nobody has read it. */
  public void addUnread(Member member) {
    synchronized (unread) {
      unread.add(member);
    }
  }

  /** As {@link #addUnread}, of a member that may leave when nobody has read it for minutes. */
  public void addPerishable(Member member) {
    synchronized (unread) {
      unread.add(member);
      while (!perishable.isEmpty() && !unread.contains(perishable.getFirst().member())) {
        perishable.removeFirst();
      }
      perishable.add(new Perishable(member, nanoTime.getAsLong()));
    }
  }

  /** A member has been read: it may leave from now on. */
  public void markRead(Member member) {
    boolean first;
    synchronized (unread) {
      first = unread.remove(member);
    }
    if (first) {
      read.put(member, member);
    } else {
      noteUse(member);
    }
  }

  /** All members that are ready may leave from now on. */
  public void markAllRead() {
    List<Member> all;
    synchronized (unread) {
      all = List.copyOf(unread);
    }
    all.forEach(this::markRead);
  }

  /**
   * As {@link #markRead}, of one of the pieces in which a large file passes through memory. The
   * newest few stay; memory that is used again and again is faster than memory that has to be made
   * first, and stays in the processor's cache.
   */
  public void markPassed(Member piece) {
    markRead(piece);
    Member oldest = null;
    synchronized (passed) {
      if (!passed.contains(piece)) {
        passed.addLast(piece);
      }
      if (passed.size() > PASSED_KEPT) {
        oldest = passed.removeFirst();
      }
    }
    if (oldest != null) {
      read.invalidate(oldest);
    }
  }

  /** Tells Caffeine that a member is still in demand. */
  private void noteUse(Member member) {
    Member unused = read.getIfPresent(member);
  }

  /** What the budget holds right now. */
  public CacheUsage usage() {
    long unreadBytes = 0;
    int unreadCount;
    synchronized (unread) {
      for (Member member : unread) {
        unreadBytes += member.footprint();
      }
      unreadCount = unread.size();
    }
    long readBytes = eviction.weightedSize().orElse(0);
    long free = available.get();
    long reserved = Math.max(0, slabs.capacity() - free - readBytes - unreadBytes);
    return new CacheUsage(
        slabs.capacity(),
        free,
        reserved,
        unreadBytes,
        unreadCount,
        readBytes,
        read.estimatedSize(),
        evictedRead.sum(),
        evictedUnread.sum());
  }
}
