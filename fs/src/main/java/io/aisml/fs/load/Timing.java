package io.aisml.fs.load;

import io.aisml.fetcher.source.EntryReply;

/** Takes the times of one request's entries. For one thread. */
final class Timing {
  private final Costs costs;
  private final boolean get;
  private final int together;
  private final SizeCosts measured = new SizeCosts();

  /** When what is measured next began. */
  private long since = System.nanoTime();

  Timing(Costs costs, boolean get, int together) {
    this.costs = costs;
    this.get = get;
    this.together = together;
  }

  /** Requests of this kind that were under way when this one was sent, this one included. */
  int together() {
    return together;
  }

  /** A reply begins: for a GET its latency counts, since nothing else hides it. */
  void replied() {
    if (!get) {
      since = System.nanoTime();
    }
  }

  /** An entry has come, or has come to nothing. */
  void came(EntryReply reply) {
    long now = System.nanoTime();
    if (reply instanceof EntryReply.Data entry) {
      measured.add(entry.size(), (double) (now - since) / together);
    }
    since = now;
  }

  void end() {
    costs.end(get, measured);
  }
}
