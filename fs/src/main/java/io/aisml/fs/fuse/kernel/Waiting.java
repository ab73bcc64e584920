package io.aisml.fs.fuse.kernel;

import io.aisml.fs.Pending;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The requests that wait for their answer, where INTERRUPT finds them.
 *
 * <p>An interrupt can be read by another thread before its request is entered here. It is then
 * answered with EAGAIN, and the kernel sends it again for as long as the request is unanswered
 * ({@code fs/fuse/dev.c: fuse_dev_do_write}), so that none is lost and requests which are answered
 * at once, nearly all, need no entry.
 */
final class Waiting {
  private final ConcurrentMap<Long, Pending> pendings = new ConcurrentHashMap<>();

  /** Enters an operation, unless it is answered already. */
  void enter(Answer answer, Pending pending) {
    if (answer.isGiven()) {
      return;
    }
    pendings.put(answer.unique(), pending);
    if (!answer.entered()) {
      pendings.remove(answer.unique());
    }
  }

  void leave(long unique) {
    pendings.remove(unique);
  }

  /**
   * Cancels a request.
   *
   * @return false when it is not here: answered, or not entered yet
   */
  boolean interrupt(long unique) {
    Pending pending = pendings.get(unique);
    if (pending == null) {
      return false;
    }
    pending.cancel();
    return true;
  }
}
