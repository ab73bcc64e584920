package io.aisml.fetcher.select;

import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.SourceLine;
import java.io.IOException;

/** Takes the selected entries one by one, in their order. */
@FunctionalInterface
public interface SelectedVisitor {
  /** The size of an entry whose size nobody has told. */
  long UNKNOWN = -1;

  /**
   * @param opaque a spec's identifier of the entry, base64, or empty
   * @param size bytes of the whole object or member as a listing or HEAD told it, or {@link
   *     #UNKNOWN}
   * @param where what named the entry: a line of a spec, an item of a list, or a source
   * @throws IOException to stop the selection; its caller gets it
   */
  void visit(Entry entry, String opaque, long size, SourceLine where) throws IOException;
}
