package io.aisml.fetcher.layout;

import io.aisml.fetcher.lhotse.Cut;
import io.aisml.fetcher.spec.SourceLine;
import java.util.ArrayList;
import java.util.List;

/** Collects the cuts that can't be clips: all are counted, the first of them kept. */
final class WholeCuts {
  private static final int KEPT = 10_000;

  private final List<WholeCut> first = new ArrayList<>();
  private long count;

  void add(Cut cut, String cause, SourceLine where) {
    count++;
    if (first.size() < KEPT) {
      first.add(new WholeCut(where.toString(), cut.id(), cause));
    }
  }

  long count() {
    return count;
  }

  List<WholeCut> first() {
    return List.copyOf(first);
  }
}
