package io.aisml.fetcher.aistore;

import io.aisml.fetcher.spec.Entry;
import java.io.IOException;

/** The entry's range reaches beyond what there is. AIStore calls that an error, too. */
final class OutOfRangeException extends IOException {
  private static final long serialVersionUID = 1L;

  OutOfRangeException(Entry entry, long size) {
    super(
        entry
            + ": the range reaches beyond the "
            + (entry.isArchived() ? "member" : "object")
            + ", which has "
            + size
            + " bytes");
  }
}
