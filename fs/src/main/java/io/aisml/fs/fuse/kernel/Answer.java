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
    if (!take()) {
      return false;
    }
    WireLog.answer(unique, payload);
    return writer.reply(unique, payload);
  }

  void fail(Errno errno) {
    fail(ErrnoTable.number(errno));
  }

  /** Answers with a positive errno. */
  void fail(int errno) {
    if (take()) {
      WireLog.failure(unique, errno);
      writer.fail(unique, errno);
    }
  }

  private boolean take() {
    State before = state.getAndSet(State.GIVEN);
    if (before == State.ENTERED) {
      waiting.leave(unique);
    }
    return before != State.GIVEN;
  }
}
