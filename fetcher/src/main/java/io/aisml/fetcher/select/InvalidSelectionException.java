package io.aisml.fetcher.select;

import java.io.IOException;

/** What was named can't be meant. The message is one line and says what is expected. */
public final class InvalidSelectionException extends IOException {
  private static final long serialVersionUID = 1L;

  InvalidSelectionException(String problem) {
    super(problem);
  }
}
