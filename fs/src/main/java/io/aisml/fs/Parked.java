package io.aisml.fs;

import io.aisml.fetcher.source.FailureKind;
import io.aisml.fs.cache.Member;
import io.aisml.fs.cache.MemberWaiter;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An open or a read that may have to wait: answered exactly once, by whoever comes first of the
 * load, the deadline, an interrupt and the unmount.
 */
abstract class Parked implements MemberWaiter, Pending {
  private final Waits waits;
  private final long startNanos = System.nanoTime();
  private final long deadlineNanos;

  /** Set by the one who answers. */
  private final AtomicBoolean answered = new AtomicBoolean();

  private volatile @Nullable Member awaited;

  Parked(Waits waits, long timeoutNanos) {
    this.waits = waits;
    this.deadlineNanos = startNanos + timeoutNanos;
  }

  /** The member to wait for next, asking for it; null when it has come and gone meanwhile. */
  abstract @Nullable Member want();

  /** Answers with data or success; called by the one who has won the right to answer. */
  abstract boolean tryAnswer(Member member);

  /** Answers with an error; called by the one who has won the right to answer. */
  abstract void answer(Errno errno);

  long deadlineNanos() {
    return deadlineNanos;
  }

  final Pending start() {
    attempt();
    return answered.get() ? ANSWERED : this;
  }

  /** Asks for what is missing and waits for it. */
  final void attempt() {
    while (!answered.get()) {
      if (waits.isClosed()) {
        end(Errno.EIO);
        return;
      }
      Member member = want();
      if (member == null) {
        continue;
      }
      awaited = member;
      switch (member.await(this)) {
        case THERE -> {
          if (tryAnswer(member)) {
            return;
          }
        }
        case WAITING -> {
          park();
          return;
        }
        case FAILED -> {
          failed(member.failure());
          return;
        }
        case GONE -> {}
      }
    }
  }

  private void park() {
    if (!answered.get()) {
      waits.add(this);
      if (answered.get()) {
        waits.remove(this, startNanos);
      }
    }
  }

  @Override
  public final void ready(Member member) {
    if (!answered.get() && !tryAnswer(member)) {
      attempt();
    }
  }

  /** Wins the right to answer. */
  final boolean win() {
    if (!answered.compareAndSet(false, true)) {
      return false;
    }
    waits.remove(this, startNanos);
    return true;
  }

  @Override
  public final void failed(FailureKind kind) {
    end(
        switch (kind) {
          case NOT_FOUND -> Errno.ENOENT;
          case DENIED -> Errno.EACCES;
          case FAILED -> Errno.EIO;
        });
  }

  @Override
  public final void abandoned() {
    attempt();
  }

  @Override
  public final void cancel() {
    end(Errno.EINTR);
  }

  final void end(Errno errno) {
    if (win()) {
      Member member = awaited;
      if (member != null) {
        member.forget(this);
      }
      answer(errno);
    }
  }
}
