package io.aisml.fs.fuse.kernel;

import io.aisml.fs.Pending;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The requests that wait for their answer, where INTERRUPT finds them, and kept in the journal.
 *
 * <p>An interrupt can be read by another thread before its request is entered here. It is then
 * answered with EAGAIN, and the kernel sends it again for as long as the request is unanswered
 * ({@code fs/fuse/dev.c: fuse_dev_do_write}), so that none is lost and requests which are answered
 * at once, nearly all, need no entry.
 */
final class Waiting {
  private record Entry(Pending pending, int slot) {}

  private final RequestJournal journal;
  private final ConcurrentMap<Long, Entry> entries = new ConcurrentHashMap<>();

  Waiting(RequestJournal journal) {
    this.journal = journal;
  }

  /** Enters an operation, unless it is answered already. */
  void enter(Request request, Answer answer, Pending pending) {
    if (answer.isGiven()) {
      return;
    }
    entries.put(answer.unique(), new Entry(pending, journal.keep(request)));
    if (!answer.entered()) {
      leave(answer.unique());
    }
  }

  /** The request is answered, and the kernel has the answer. */
  void leave(long unique) {
    Entry entry = entries.remove(unique);
    if (entry != null) {
      journal.release(entry.slot());
    }
  }

  /**
   * Cancels a request.
   *
   * @return false when it is not here: answered, or not entered yet
   */
  boolean interrupt(long unique) {
    Entry entry = entries.get(unique);
    if (entry == null) {
      return false;
    }
    entry.pending().cancel();
    return true;
  }
}
