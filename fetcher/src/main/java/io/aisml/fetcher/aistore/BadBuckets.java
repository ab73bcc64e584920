package io.aisml.fetcher.aistore;

import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.Entry;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Buckets that would spoil a whole get-batch: those that do not exist, have no backend or are not
 * permitted. Remembered for some seconds, so that a batch after the first is not spoilt by them.
 */
final class BadBuckets {
  private static final long REMEMBERED_NANOS = Duration.ofSeconds(5).toNanos();

  /** Why the bucket is of no use. */
  record Flaw(RefusedException refused) {
    FailureKind kind() {
      return refused.kind() == FailureKind.DENIED ? FailureKind.DENIED : FailureKind.NOT_FOUND;
    }

    /** One line for people about an entry of the bucket. */
    String describe(Entry entry) {
      return refused.describe(entry.toString());
    }
  }

  private record Known(Flaw flaw, long since) {}

  private final Map<Bucket, Known> known = new ConcurrentHashMap<>();
  private final Calls calls;

  BadBuckets(Calls calls) {
    this.calls = calls;
  }

  /** What is known to be wrong with the bucket, without asking. */
  @Nullable Flaw flaw(Bucket bucket) {
    Known flaw = known.get(bucket);
    if (flaw == null) {
      return null;
    }
    if (System.nanoTime() - flaw.since > REMEMBERED_NANOS) {
      known.remove(bucket, flaw);
      return null;
    }
    return flaw.flaw;
  }

  /**
   * Asks for each bucket.
   *
   * @return whether one of them is bad
   * @throws IOException when a bucket's state cannot be found out now
   */
  boolean probe(Set<Bucket> buckets, Lifeline lifeline) throws IOException {
    boolean found = false;
    for (Bucket bucket : buckets) {
      try {
        calls.findBucket(bucket, lifeline);
      } catch (RefusedException e) {
        switch (e.error().verdict()) {
          case THROTTLED, TRANSIENT, FAULT -> throw e;
          default -> {
            known.put(bucket, new Known(new Flaw(e), System.nanoTime()));
            found = true;
          }
        }
      }
    }
    return found;
  }
}
