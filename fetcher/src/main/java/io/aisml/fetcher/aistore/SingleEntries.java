package io.aisml.fetcher.aistore;

import io.aisml.fetcher.source.EntryReply;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a batch that come by GETs of their own, in the order in which they were put off. A
 * few are asked for at a time: a thousand missing objects, asked for one after another, would be a
 * thousand round trips. For one thread, but for {@link #cut}.
 */
final class SingleEntries {
  /** How many are asked for at a time. */
  private static final int AT_ONCE = 8;

  /** An entry that was asked for, and how it was answered. */
  record Opened(SingleEntry single, EntryReply reply) {}

  private final Calls calls;
  private final Outstanding outstanding;
  private final Lifeline lifeline;
  private final Deque<Asking> asked = new ArrayDeque<>();

  /** Of {@link #asked} and of the entry that is being read: an exchange needs one of its own. */
  private final Queue<Lifeline> lifelines = new ConcurrentLinkedQueue<>();

  /**
   * @param lifeline of the whole batch
   */
  SingleEntries(Calls calls, Outstanding outstanding, Lifeline lifeline) {
    this.calls = calls;
    this.outstanding = outstanding;
    this.lifeline = lifeline;
  }

  /** Asks for an entry, in whichever thread gets to it first. */
  private final class Asking extends FutureTask<Opened> {
    private final Lifeline own;

    Asking(int index, Lifeline own) {
      super(
          () -> {
            SingleEntry single =
                SingleEntry.surest(calls, own, calls.patience(own), outstanding.entry(index));
            return new Opened(single, single.open(index));
          });
      this.own = own;
    }

    @Override
    protected void done() {
      if (own.isClosed()) {
        drop();
      }
    }

    /** Nobody will read the entry. */
    synchronized void drop() {
      own.close();
      if (isDone()) {
        try {
          get().single().close();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
          // Then there is nothing to close.
        }
      }
    }
  }

  /**
   * Waits for the next entry. The one before must be closed.
   *
   * @return null when there is none
   */
  @Nullable Opened next() throws IOException {
    while (lifelines.size() > asked.size()) {
      lifelines.remove(); // of the entry before
    }
    lifeline.cancelBy(this::cut);
    askAhead();
    Asking first = asked.poll();
    if (first == null) {
      return null;
    }
    first.run(); // does nothing when another thread has begun
    try {
      return first.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      first.drop();
      lifeline.check(null);
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        lifeline.check(cause);
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private void askAhead() {
    while (asked.size() < AT_ONCE) {
      Integer index = outstanding.nextPutOff();
      if (index == null) {
        return;
      }
      Lifeline own = new Lifeline();
      lifelines.add(own);
      if (lifeline.isClosed()) {
        own.close();
      }
      Asking asking = new Asking(index, own);
      asked.add(asking);
      if (asked.size() > 1) {
        calls.beside(asking);
      }
    }
  }

  /** Ends all exchanges that are under way. Any thread may call it. */
  private void cut() {
    lifelines.forEach(Lifeline::close);
  }

  /** Drops what was asked for and not read; may be called again. */
  void release() {
    cut();
    asked.forEach(Asking::drop);
    asked.clear();
  }
}
