package io.aisml.fs.load;

import io.aisml.fetcher.source.EntryReply;

/** Takes the times of one request's entries. For one thread. */
final class Timing {
  /** What a request brings. */
  enum Kind {
    /** Entries by a get-batch. */
    BATCH,
    /** A whole entry by a GET. */
    WHOLE,
    /** A range of an object by a GET, while others of the same object are under way. */
    RANGE
  }

  private final Costs costs;
  private final Kind kind;
  private final SizeCosts alone = new SizeCosts();
  private final SizeCosts shared = new SizeCosts();

  /** When what is measured next began. */
  private long since = System.nanoTime();

  private double sharedSince;

  Timing(Costs costs, Kind kind) {
    this.costs = costs;
    this.kind = kind;
    this.sharedSince = costs.begin(since);
  }

  /** A reply begins: for a GET its latency counts, since nothing else hides it. */
  void replied() {
    if (kind == Kind.BATCH) {
      since = System.nanoTime();
      sharedSince = costs.clock(since);
    }
  }

  /** An entry has come, or has come to nothing. */
  void came(EntryReply reply) {
    long now = System.nanoTime();
    double sharedNow = costs.clock(now);
    if (reply instanceof EntryReply.Data entry) {
      alone.add(entry.size(), (double) (now - since));
      shared.add(entry.size(), sharedNow - sharedSince);
    }
    since = now;
    sharedSince = sharedNow;
  }

  void end() {
    costs.end(kind, alone, shared, System.nanoTime());
  }
}
