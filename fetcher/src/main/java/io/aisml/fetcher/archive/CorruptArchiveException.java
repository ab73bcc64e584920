package io.aisml.fetcher.archive;

import java.io.IOException;

/** The input is not the archive that it should be: a bad checksum, header or length. */
public final class CorruptArchiveException extends IOException {
  private static final long serialVersionUID = 1L;

  public CorruptArchiveException(String message) {
    super(message);
  }

  public CorruptArchiveException(String message, Throwable cause) {
    super(message, cause);
  }
}
