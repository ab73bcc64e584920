package io.aisml.cli.batch;

import io.aisml.fetcher.select.SelectedVisitor;
import io.aisml.fetcher.spec.ArchiveName;
import io.aisml.fetcher.spec.Entry;
import java.io.PrintWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Prints entries and the names that they would have: {@code NAME <tab> ENTRY}, or JSON. */
record DryRun(PrintWriter out, boolean json, boolean objectNameOnly) {
  /**
   * @param size of the whole object or member, or {@link SelectedVisitor#UNKNOWN}
   */
  void print(Entry entry, long size) {
    print(ArchiveName.of(entry, objectNameOnly), entry, size);
  }

  /** An entry under a name of its own. */
  void print(String name, Entry entry, long size) {
    if (!json) {
      out.println(name + "\t" + entry);
      return;
    }
    ObjectNode line =
        JsonMapper.shared().createObjectNode().put("name", name).put("entry", entry.toString());
    if (size != SelectedVisitor.UNKNOWN && entry.range().isWhole()) {
      line.put("size", size);
    }
    out.println(line);
  }
}
