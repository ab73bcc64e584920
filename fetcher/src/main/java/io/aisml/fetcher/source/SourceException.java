package io.aisml.fetcher.source;

import java.io.IOException;

/**
 * A request that failed as a whole, after whatever retries made sense: the caller need not try
 * again at once. The message names the object or bucket, the cause and what to do.
 */
public final class SourceException extends IOException {
  private static final long serialVersionUID = 1L;

  private final FailureKind kind;

  public SourceException(FailureKind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public SourceException(FailureKind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public FailureKind kind() {
    return kind;
  }
}
