package io.aisml.fs;

/** An operation that may still be waiting for its answer. */
@FunctionalInterface
public interface Pending {
  /** An operation that was answered before the call returned. */
  Pending ANSWERED = () -> {};

  /**
   * The caller no longer wants the answer (it was interrupted): if there is none yet, the reply is
   * answered with {@link Errno#EINTR}. No effect on an operation that was answered.
   */
  void cancel();
}
