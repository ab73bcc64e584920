package io.aisml.fs.load;

import io.aisml.fs.cache.Member;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Which members are in memory or on their way, by key: a file, or a {@link #chunk} of a large file.
 * Claiming is atomic, so each is loaded by one load at a time however many readers come at once.
 */
final class Members {
  private static final long CHUNK = 1L << 62;
  private static final int CHUNK_BITS = 24;

  private final long failureTtlNanos;

  /** Whole files, by number: the common case, without a lock and 4 bytes a file. */
  private final AtomicReferenceArray<@Nullable Member> files;

  private final ConcurrentHashMap<Long, Member> chunks = new ConcurrentHashMap<>();

  Members(int files, long failureTtlNanos) {
    this.files = new AtomicReferenceArray<>(files);
    this.failureTtlNanos = failureTtlNanos;
  }

  /** The key of the n-th chunk of a file. */
  static long chunk(int file, int n) {
    return CHUNK | (long) file << CHUNK_BITS | n;
  }

  static boolean isChunk(long key) {
    return key >= CHUNK;
  }

  /** The member that stands for a key now, loading, ready or failed; null when there is none. */
  @Nullable Member get(long key) {
    Member member = key < CHUNK ? files.get((int) key) : chunks.get(key);
    return member == null || member.isGone() || expired(member) ? null : member;
  }

  /** Makes the caller the one who loads a key: a new member, or null when there is one already. */
  @Nullable Member claim(long key) {
    Member fresh = new Member(key);
    if (key < CHUNK) {
      Member old = files.get((int) key);
      while (old == null || old.isGone() || expired(old)) {
        if (files.compareAndSet((int) key, old, fresh)) {
          return fresh;
        }
        old = files.get((int) key);
      }
      return null;
    }
    Member now =
        chunks.compute(key, (k, old) -> old == null || old.isGone() || expired(old) ? fresh : old);
    return now == fresh ? fresh : null;
  }

  private boolean expired(Member member) {
    return member.failedBefore(System.nanoTime(), failureTtlNanos);
  }

  /** Forgets a member that is gone. */
  void forget(Member member) {
    long key = member.key();
    if (key < CHUNK) {
      files.compareAndSet((int) key, member, null);
    } else {
      chunks.remove(key, member);
    }
  }
}
