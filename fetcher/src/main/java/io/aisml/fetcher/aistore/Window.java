package io.aisml.fetcher.aistore;

/**
 * How many entries one get-batch asks for. All of them, until entries turn out to be missing: the
 * server gives up at the ninth placeholder (AIStore {@code get_batch.max_soft_errs}), so the next
 * requests ask for as many as should hold fewer. For one thread.
 */
final class Window {
  /** The server's default of {@code max_soft_errs}; more than so many end a reply. */
  static final int SOFT_ERRORS = 8;

  private static final int AIM = 6;

  /** Fewer entries than this come faster one by one than in a batch, which takes 100 ms. */
  private static final int WORTHWHILE = 16;

  private int size = Integer.MAX_VALUE;
  private int run = WORTHWHILE;

  int size() {
    return size;
  }

  /** A reply ended after so many placeholders among so many entries. */
  void exhausted(int placeholders, int entries) {
    size = Math.max(1, (int) ((long) AIM * entries / placeholders));
  }

  /** A reply was complete. */
  void completed(int placeholders, int entries) {
    run = WORTHWHILE;
    if (size == Integer.MAX_VALUE) {
      return;
    }
    int wanted =
        placeholders == 0 ? Integer.MAX_VALUE : (int) ((long) AIM * entries / placeholders);
    size = (int) Math.max(1, Math.min(wanted, 2L * size));
  }

  /** The server refused a request for what is wrong with one of its entries: look for it. */
  void halve(int entries) {
    size = Math.max(1, entries / 2);
  }

  /**
   * How many of the next entries are better had one by one, because most are missing; 0 when a
   * batch is worth sending. Longer each time, so that few batches are sent in vain.
   */
  int oneByOne() {
    if (size >= WORTHWHILE) {
      return 0;
    }
    run = Math.min(2 * run, 1 << 20);
    size = 2 * WORTHWHILE;
    return run;
  }
}
