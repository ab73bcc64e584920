package io.aisml.fetcher.source;

import java.io.InterruptedIOException;
import org.jspecify.annotations.Nullable;

/** What a call that blocks throws when it is interrupted. */
public final class Interruption {
  private Interruption() {}

  /** The exception; whether its thread stays interrupted is the caller's to decide. */
  public static InterruptedIOException of(@Nullable Exception cause) {
    InterruptedIOException e = new InterruptedIOException("interrupted");
    e.initCause(cause);
    return e;
  }
}
