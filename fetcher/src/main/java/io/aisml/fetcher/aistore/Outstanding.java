package io.aisml.fetcher.aistore;

import io.aisml.fetcher.source.EntryReply;
import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.Entry;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of a request have not been answered, and how each is to be had: by the next
 * get-batch, by a GET later, or not at all. For one thread.
 */
final class Outstanding {
  private final List<Entry> entries;

  /** Entries that no further get-batch asks for: answered, failed or put off. */
  private final BitSet settled = new BitSet();

  private final Deque<Integer> later = new ArrayDeque<>();
  private final Deque<EntryReply.Failure> failures = new ArrayDeque<>();

  Outstanding(List<Entry> entries) {
    this.entries = entries;
  }

  Entry entry(int index) {
    return entries.get(index);
  }

  List<Entry> entries(List<Integer> indexes) {
    return indexes.stream().map(entries::get).toList();
  }

  /** The first entries that are open, in order. */
  List<Integer> open(int max) {
    return IntStream.iterate(
            settled.nextClearBit(0), i -> i < entries.size(), i -> settled.nextClearBit(i + 1))
        .limit(max)
        .boxed()
        .toList();
  }

  /** The distinct buckets of all open entries. */
  Set<Bucket> buckets() {
    Set<Bucket> buckets = new LinkedHashSet<>();
    for (int i : open(Integer.MAX_VALUE)) {
      buckets.add(entries.get(i).object().bucket());
    }
    return buckets;
  }

  void answered(int index) {
    settled.set(index);
  }

  /** The entry comes by a request of its own, when the get-batches are through. */
  void putOff(int index) {
    settled.set(index);
    later.add(index);
  }

  void failed(int index, FailureKind kind, String message) {
    settled.set(index);
    failures.add(new EntryReply.Failure(index, kind, message));
  }

  EntryReply.@Nullable Failure nextFailure() {
    return failures.poll();
  }

  @Nullable Integer nextPutOff() {
    return later.poll();
  }
}
