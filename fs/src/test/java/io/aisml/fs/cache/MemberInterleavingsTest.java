package io.aisml.fs.cache;

import static io.aisml.fs.Interleavings.check;
import static io.aisml.fs.Interleavings.explore;
import static io.aisml.fs.Interleavings.inParallel;
import static io.aisml.fs.Interleavings.shared;

import io.aisml.fetcher.source.FailureKind;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Readers and the load of one member, in the interleavings that Lincheck chooses. */
@Tag("slow")
@Isolated("Lincheck changes the classes that it runs, for all threads")
class MemberInterleavingsTest {
  private static final int INVOCATIONS = 150;
  private static final int SIZE = 2 * Slabs.GRANULE;

  /** Counts how it was called. */
  private static final class Counting implements MemberWaiter {
    final AtomicInteger ready = new AtomicInteger();
    final AtomicInteger failed = new AtomicInteger();
    final AtomicInteger abandoned = new AtomicInteger();

    @Override
    public long needs(long size) {
      return size / 2;
    }

    @Override
    public void ready(Member member) {
      ready.incrementAndGet();
    }

    @Override
    public void failed(FailureKind kind) {
      failed.incrementAndGet();
    }

    @Override
    public void abandoned() {
      abandoned.incrementAndGet();
    }

    int calls() {
      return ready.get() + failed.get() + abandoned.get();
    }
  }

  @Test
  void whoWaitsIsCalledOnceWhenTheBytesCome() {
    explore(
        INVOCATIONS,
        () -> {
          Member member = shared(new Member(1));
          Counting waiter = new Counting();
          Member.Meeting[] met = new Member.Meeting[1];
          inParallel(
              () -> met[0] = member.await(waiter),
              () -> {
                member.begin(new Slabs(SIZE).allocate(SIZE));
                member.filled(SIZE / 2);
                member.complete();
              });
          boolean waited = met[0] == Member.Meeting.WAITING;
          check(waited || met[0] == Member.Meeting.THERE, "the bytes are there or will be");
          check(waiter.ready.get() == (waited ? 1 : 0), "called once if it waited");
          check(waiter.calls() == waiter.ready.get(), "nothing but ready");
        });
  }

  @Test
  void whoWaitsIsCalledOnceWhenTheLoadFailsAndTheMemberLeaves() {
    explore(
        INVOCATIONS,
        () -> {
          Member member = shared(new Member(1));
          Counting waiter = new Counting();
          Member.Meeting[] met = new Member.Meeting[1];
          inParallel(
              () -> met[0] = member.await(waiter),
              () -> member.fail(FailureKind.NOT_FOUND, 0),
              member::leave);
          check(met[0] != Member.Meeting.THERE, "the bytes never come");
          check(
              waiter.calls() == (met[0] == Member.Meeting.WAITING ? 1 : 0),
              "called once if it waited");
          check(member.isGone(), "who has left stays gone");
        });
  }

  @Test
  void whoTakesItsWaitingBackIsNotCalled() {
    explore(
        INVOCATIONS,
        () -> {
          Member member = shared(new Member(1));
          Counting waiter = new Counting();
          boolean[] forgotten = new boolean[1];
          check(member.await(waiter) == Member.Meeting.WAITING, "nothing is there");
          inParallel(() -> forgotten[0] = member.forget(waiter), member::complete);
          check(waiter.ready.get() == (forgotten[0] ? 0 : 1), "called unless taken back");
        });
  }

  @Test
  void memoryIsNotFreedWhileSomebodyReadsIt() {
    explore(
        INVOCATIONS,
        () -> {
          Member member = shared(new Member(1));
          AtomicInteger freed = shared(new AtomicInteger());
          Block block = new Slabs(SIZE).allocate(SIZE);
          block.whenFreed(freed::incrementAndGet);
          member.begin(block);
          member.complete();
          inParallel(
              () ->
                  member.withBytes(
                      0, SIZE, bytes -> check(freed.get() == 0, "not freed while it is read")),
              member::leave);
          check(freed.get() == 1, "freed once");
          check(!member.withBytes(0, SIZE, bytes -> {}), "no bytes any more");
        });
  }
}
