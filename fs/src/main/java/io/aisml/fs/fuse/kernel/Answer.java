package io.aisml.fs.fuse.kernel;

import io.aisml.fs.Errno;
import io.aisml.fs.fuse.ErrnoTable;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;

/** The right to answer one request, once, from any thread. A second answer has no effect. */
final class Answer {
  private enum State {
    NEW,
    /** Unanswered, and entered in {@link Waiting}. */
    ENTERED,
    GIVEN
  }

  private final long unique;
  private final MessageWriter writer;
  private final Waiting waiting;
  private final AtomicReference<State> state = new AtomicReference<>(State.NEW);

  Answer(long unique, MessageWriter writer, Waiting waiting) {
    this.unique = unique;
    this.writer = writer;
    this.waiting = waiting;
  }

  long unique() {
    return unique;
  }

  boolean isGiven() {
    return state.get() == State.GIVEN;
  }

  /** Notes the entry in {@link Waiting}; false when the answer came first. */
  boolean entered() {
    return state.compareAndSet(State.NEW, State.ENTERED);
  }

  /**
   * Answers.
   *
   * @param payload direct buffers, from position to limit
   * @return whether the kernel took it, as the only answer
   */
  boolean give(ByteBuffer... payload) {
    State before = state.getAndSet(State.GIVEN);
    if (before == State.GIVEN) {
      return false;
    }
    WireLog.answer(unique, payload);
    try {
      return writer.reply(unique, payload);
    } finally {
      leave(before);
    }
  }

  void fail(Errno errno) {
    fail(ErrnoTable.number(errno));
  }

  /** Answers with a positive errno. */
  void fail(int errno) {
    State before = state.getAndSet(State.GIVEN);
    if (before != State.GIVEN) {
      WireLog.failure(unique, errno);
      writer.fail(unique, errno);
      leave(before);
    }
  }

  /**
   * After the answer: a process that dies in between leaves a request that can be answered again.
   */
  private void leave(State before) {
    if (before == State.ENTERED) {
      waiting.leave(unique);
    }
  }
}
