package io.aisml.cli.batch;

import io.aisml.fetcher.spec.SourceLine;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** What of a manifest is in no archive. For one thread. */
final class Leavings {
  private static final int MAX_LISTED = 1000;

  private final PrintWriter err;
  private final String command;
  private final List<String> first = new ArrayList<>();
  private long count;

  Leavings(PrintWriter err, String command) {
    this.err = err;
    this.command = command;
  }

  void add(String problem, SourceLine where) {
    count++;
    if (first.size() < MAX_LISTED) {
      first.add(where + ": " + problem);
    }
  }

  boolean any() {
    return count > 0;
  }

  void print() {
    if (count == 0) {
      return;
    }
    err.printf("%s: %d sources of the manifest are left out:%n", command, count);
    first.forEach(line -> err.println("  " + line));
    if (count > first.size()) {
      err.printf("  and %d more%n", count - first.size());
    }
    err.flush();
  }
}
