package io.aisml.fs.load;

import org.jspecify.annotations.Nullable;

/** The part of a batch that one request asks for: all of it, unless it is long or heavy. */
final class Segment {
  final int batch;

  /** First position in the batch. */
  final int from;

  /** Position behind the last. */
  final int to;

  /** The first position that no load has been made for yet; guarded by the {@link LoadPolicy}. */
  int next;

  /** Bytes that are expected, -1 before it was weighed; guarded by the {@link LoadPolicy}. */
  long weight = -1;

  /** The load made last, for raising its urgency; guarded by the {@link LoadPolicy}. */
  @Nullable Load load;

  /** Somebody reads towards it in order; guarded by the {@link LoadPolicy}. */
  boolean foreseen;

  Segment(int batch, int from, int to) {
    this.batch = batch;
    this.from = from;
    this.to = to;
    this.next = from;
  }
}
