package io.aisml.fetcher.lhotse;

import io.aisml.fetcher.spec.SourceLine;
import java.io.IOException;

/**
 * A manifest that can't be used as it is. The message is one line for its author: {@code
 * cuts.jsonl.gz:17: no 'id'}.
 */
public final class InvalidManifestException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param problem one line
   */
  public InvalidManifestException(SourceLine where, String problem) {
    super(where + ": " + problem);
  }
}
