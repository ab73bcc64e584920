package io.aisml.fetcher.layout;

import java.io.IOException;

/** Sources that no plan can be made of. The message is one line and says what is expected. */
public final class InvalidSourceException extends IOException {
  private static final long serialVersionUID = 1L;

  InvalidSourceException(String problem) {
    super(problem);
  }
}
