package io.aisml.fs.cache;

import static io.aisml.fs.Interleavings.check;
import static io.aisml.fs.Interleavings.explore;
import static io.aisml.fs.Interleavings.inParallel;
import static io.aisml.fs.Interleavings.shared;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Loads and readers that share a budget, in the interleavings that Lincheck chooses. */
@Tag("slow")
@Isolated("Lincheck changes the classes that it runs, for all threads")
class BudgetInterleavingsTest {
  private static final int INVOCATIONS = 20;
  private static final int MORE_INVOCATIONS = 150;
  private static final int SIZE = Slabs.GRANULE;

  private static Member ready(MemberCache cache, int key) {
    Member member = new Member(key);
    member.begin(cache.allocate(SIZE));
    member.complete();
    return member;
  }

  @Test
  void twoLoadsNeverGetTheSameBytes() {
    explore(
        INVOCATIONS,
        () -> {
          MemberCache cache = shared(new MemberCache(3 * SIZE, member -> {}));
          AtomicInteger got = new AtomicInteger();
          Runnable load =
              () -> {
                if (cache.reserve(2 * SIZE, false)) {
                  got.incrementAndGet();
                  ready(cache, 1);
                  cache.unreserve(SIZE);
                }
              };
          inParallel(load, load);
          check(got.get() >= 1, "one of them found room");
          check(cache.usage().free() == (3L - got.get()) * SIZE, "free is what nobody holds");
        });
  }

  @Test
  void whatIsFreedAtOnceComesBackOnce() {
    explore(
        MORE_INVOCATIONS,
        () -> {
          MemberCache cache = shared(new MemberCache(2 * SIZE, member -> {}));
          check(cache.reserve(2 * SIZE, false), "the cache is empty");
          inParallel(ready(cache, 1)::leave, ready(cache, 2)::leave);
          check(cache.usage().free() == 2 * SIZE, "all is free again");
        });
  }

  @Test
  void whatIsReadAndEvictedAtOnceIsFreedOnce() {
    explore(
        INVOCATIONS,
        () -> {
          AtomicInteger gone = new AtomicInteger();
          MemberCache cache = shared(new MemberCache(2 * SIZE, member -> gone.incrementAndGet()));
          check(cache.reserve(2 * SIZE, false), "the cache is empty");
          Member read = ready(cache, 1);
          Member unread = ready(cache, 2);
          cache.addUnread(read);
          cache.addUnread(unread);
          cache.markRead(read);
          boolean[] found = new boolean[1];
          inParallel(
              () -> found[0] = cache.reserve(SIZE, false),
              () -> read.withBytes(0, SIZE, bytes -> {}),
              () -> cache.markRead(unread));
          // The reader may have held the bytes when room was made: then the room is there now.
          check(found[0] || cache.reserve(SIZE, false), "a member that was read made room");
          check(gone.get() >= 1, "one left");
          check(read.isGone() || unread.isGone(), "one of the two");
          CacheUsage usage = cache.usage();
          check(usage.free() + usage.read() + usage.unread() == SIZE, "each byte counts once");
        });
  }
}
