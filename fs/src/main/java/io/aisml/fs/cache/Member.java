package io.aisml.fs.cache;

import io.aisml.fetcher.source.FailureKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One stay of a member's bytes in memory, from the decision to load it until it leaves: the place
 * where readers and the load meet, and the only one. A member that has left stays gone; the next
 * reader starts a new one.
 *
 * <p>The monitor guards all fields. Nothing is called while it is held: waiters are collected
 * inside and told outside.
 */
public final class Member {
  private enum State {
    LOADING,
    READY,
    FAILED,
    GONE
  }

  private final long key;
  private State state = State.LOADING;
  private @Nullable Block block;
  private long filled;
  private @Nullable FailureKind failure;
  private long failedAtNanos;
  private List<MemberWaiter> waiters = List.of();
  private boolean open;
  private boolean pushed;

  /**
   * @param key what the owner finds it by
   */
  public Member(long key) {
    this.key = key;
  }

  public long key() {
    return key;
  }

  /** What came of an attempt to wait. */
  public enum Meeting {
    /** What is needed is there. */
    THERE,
    /** The waiter will be called. */
    WAITING,
    /** The bytes can't be had: see {@link Member#failure}. */
    FAILED,
    /** The member has left memory. */
    GONE
  }

  /** Sees to it that the waiter is called once what it needs is there, unless it is there now. */
  public synchronized Meeting await(MemberWaiter waiter) {
    if (state == State.GONE) {
      return Meeting.GONE;
    }
    if (state == State.FAILED) {
      return Meeting.FAILED;
    }
    if (state == State.READY || satisfies(waiter)) {
      return Meeting.THERE;
    }
    if (waiters.isEmpty()) {
      waiters = new ArrayList<>(2);
    }
    waiters.add(waiter);
    return Meeting.WAITING;
  }

  /** Why the bytes can't be had. */
  public synchronized FailureKind failure() {
    return failure == null ? FailureKind.FAILED : failure;
  }

  private boolean satisfies(MemberWaiter waiter) {
    return block != null && filled >= waiter.needs(block.size());
  }

  /** Takes a waiter back. False when it has been called already or is about to be. */
  public synchronized boolean forget(MemberWaiter waiter) {
    return !waiters.isEmpty() && waiters.remove(waiter);
  }

  /** Whether somebody waits for this member right now. */
  public synchronized boolean isWaitedFor() {
    return !waiters.isEmpty();
  }

  /** Somebody has opened the file and is about to read it. */
  public synchronized void open() {
    open = true;
  }

  public synchronized boolean isOpen() {
    return open;
  }

  /** The bytes are about to go to the kernel's page cache. True for the first who says so. */
  public synchronized boolean markPushed() {
    boolean first = !pushed;
    pushed = true;
    return first;
  }

  /** Whether all bytes are in memory. */
  public synchronized boolean isReady() {
    return state == State.READY;
  }

  public synchronized boolean isGone() {
    return state == State.GONE;
  }

  /** Whether the load failed longer ago than {@code ttlNanos}: then it may be tried again. */
  public synchronized boolean failedBefore(long nowNanos, long ttlNanos) {
    return state == State.FAILED && nowNanos - failedAtNanos >= ttlNanos;
  }

  /** The content's size, or -1 before the load has told it. */
  public synchronized long size() {
    return block == null ? -1 : block.size();
  }

  /** The memory taken, or 0. */
  synchronized long footprint() {
    return block == null ? 0 : block.footprint();
  }

  /**
   * Gives the bytes to {@code use} as buffers that are valid during the call.
   *
   * @return false when they are not (or no longer) in memory: {@code use} was not called
   */
  public boolean withBytes(long offset, long length, BytesUse use) {
    Block held;
    synchronized (this) {
      held = block;
      if (held == null
          || state == State.GONE
          || filled < Math.min(held.size(), offset + length)
          || !held.acquire()) {
        return false;
      }
    }
    try {
      use.use(held.slices(offset, length));
    } finally {
      held.release();
    }
    return true;
  }

  /** Takes buffers of a member's content. */
  @FunctionalInterface
  public interface BytesUse {
    void use(ByteBuffer[] bytes);
  }

  // What the load tells.

  /** The size is known and there is memory for the bytes. */
  public void begin(Block memory) {
    synchronized (this) {
      block = memory;
      if (waiters.isEmpty()) {
        return;
      }
    }
    tellSatisfied();
  }

  /** The first {@code bytes} bytes have been written to the memory. */
  public void filled(long bytes) {
    synchronized (this) {
      filled = bytes;
      if (waiters.isEmpty()) {
        return;
      }
    }
    tellSatisfied();
  }

  private void tellSatisfied() {
    List<MemberWaiter> told = new ArrayList<>();
    synchronized (this) {
      for (MemberWaiter waiter : waiters) {
        if (satisfies(waiter)) {
          told.add(waiter);
        }
      }
      if (!told.isEmpty()) {
        waiters.removeAll(told);
      }
    }
    told.forEach(waiter -> waiter.ready(this));
  }

  /** All bytes are there. */
  public void complete() {
    synchronized (this) {
      filled = block == null ? 0 : block.size();
    }
    takeWaiters(State.READY, null).forEach(waiter -> waiter.ready(this));
  }

  /** The bytes can't be had. */
  public void fail(FailureKind kind, long nowNanos) {
    Block memory;
    synchronized (this) {
      failedAtNanos = nowNanos;
      memory = block;
      block = null;
    }
    takeWaiters(State.FAILED, kind).forEach(waiter -> waiter.failed(kind));
    if (memory != null) {
      memory.release();
    }
  }

  /** The member leaves memory; whoever waits is told to ask again. */
  public void leave() {
    Block memory;
    synchronized (this) {
      memory = block;
      block = null;
    }
    takeWaiters(State.GONE, null).forEach(MemberWaiter::abandoned);
    if (memory != null) {
      memory.release();
    }
  }

  private synchronized List<MemberWaiter> takeWaiters(State next, @Nullable FailureKind kind) {
    if (state != State.GONE) {
      state = next;
      failure = kind;
    }
    List<MemberWaiter> taken = waiters;
    waiters = List.of();
    return taken;
  }
}
