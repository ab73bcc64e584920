package io.aisml.fetcher.archive;

import java.io.IOException;

/** The input ended before the archive's end mark. What was given before is good. */
public final class TruncatedArchiveException extends IOException {
  private static final long serialVersionUID = 1L;

  public TruncatedArchiveException(String message) {
    super(message);
  }

  public TruncatedArchiveException(String message, Throwable cause) {
    super(message, cause);
  }
}
