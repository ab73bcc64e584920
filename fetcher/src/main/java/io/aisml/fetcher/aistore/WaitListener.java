package io.aisml.fetcher.aistore;

import java.time.Duration;

/** Told that the cluster asks to wait, by the threads that do. */
@FunctionalInterface
public interface WaitListener {
  /** Listens to nothing. */
  WaitListener NONE = (reply, atMost) -> {};

  /**
   * A request has been put off (status 429 or 503) for longer than a busy cluster usually takes,
   * and is sent again. Told after each such reply.
   *
   * @param reply one line for people: who answered, and what
   * @param atMost how long replies of that kind are borne before the request fails
   */
  void waits(String reply, Duration atMost);
}
