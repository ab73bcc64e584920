package io.aisml.bench;

import io.aisml.fs.cache.Block;
import io.aisml.fs.cache.Member;
import io.aisml.fs.cache.MemberCache;
import io.aisml.fs.cache.Slabs;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What the cache adds to a member of 10 KiB, without the copies. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 2)
public class CachedReading {
  private static final int MEMBER_BYTES = 10 << 10;
  private static final int MEMBERS = 4096;

  /** Half of the members that pass through a full cache find no room without an eviction. */
  private static final long BUDGET = MEMBERS * Slabs.footprint(MEMBER_BYTES);

  private final Member[] members = new Member[MEMBERS];
  private MemberCache warm = newCache();
  private MemberCache full = newCache();

  /** Where one thread is in the list. */
  @State(Scope.Thread)
  public static class Position {
    private int next;
    private long key;
  }

  @Setup
  public void fill() {
    warm = newCache();
    full = newCache();
    for (int i = 0; i < MEMBERS; i++) {
      members[i] = arrive(warm, i);
      warm.markRead(members[i]);
      full.markRead(arrive(full, i));
    }
  }

  /** A member that is there is read whole and noted as in demand. */
  @Benchmark
  public void hit(Position position, Blackhole read) {
    hitOne(position, read);
  }

  /** The same by four threads: what they take from each other. */
  @Benchmark
  @Threads(4)
  public void hitByFour(Position position, Blackhole read) {
    hitOne(position, read);
  }

  /** A member comes into a cache that is full, making an older one leave, and is read once. */
  @Benchmark
  public void passThrough(Position position, Blackhole read) {
    Member member = arrive(full, MEMBERS + position.key++);
    full.markRead(member);
    member.withBytes(0, MEMBER_BYTES, read::consume);
  }

  private void hitOne(Position position, Blackhole read) {
    position.next = (position.next + 1) % MEMBERS;
    Member member = members[position.next];
    if (!member.withBytes(0, MEMBER_BYTES, read::consume)) {
      throw new IllegalStateException("a member has left a cache that has room");
    }
    warm.markRead(member);
  }

  private static Member arrive(MemberCache cache, long key) {
    if (!cache.reserve(Slabs.footprint(MEMBER_BYTES), true)) {
      throw new IllegalStateException("no room");
    }
    Member member = new Member(key);
    Block block = cache.allocate(MEMBER_BYTES);
    member.begin(block);
    for (ByteBuffer extent : block.writable()) {
      extent.position(extent.limit());
    }
    cache.addUnread(member);
    member.complete();
    return member;
  }

  private static MemberCache newCache() {
    return new MemberCache(BUDGET, member -> {});
  }
}
