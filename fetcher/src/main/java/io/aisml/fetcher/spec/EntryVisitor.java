package io.aisml.fetcher.spec;

import java.io.IOException;

/** Takes the entries of a spec one by one, in the order in which they are written. */
@FunctionalInterface
public interface EntryVisitor {
  /**
   * @param opaque the author's identifier of the entry, base64, or empty
   * @throws IOException to stop the reading; the reader's caller gets it
   */
  void visit(Entry entry, String opaque, SourceLine where) throws IOException;
}
