package io.aisml.fs.cache;

import io.aisml.fetcher.source.FailureKind;

/**
 * Somebody who waits for a member. One of the three calls is made, once, by any thread, without any
 * lock held.
 */
public interface MemberWaiter {
  /**
   * How many bytes, counted from the beginning, must be there before {@link #ready} is called.
   *
   * @param size the member's size
   */
  long needs(long size);

  void ready(Member member);

  void failed(FailureKind kind);

  /** The load stopped before it came to this member: ask again. */
  void abandoned();
}
