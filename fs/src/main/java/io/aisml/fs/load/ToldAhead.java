package io.aisml.fs.load;

import io.aisml.fs.cache.Member;
import io.aisml.fs.load.Load.Item;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Files that somebody said would be read, in the order of telling. They are loaded in that order,
 * many in one request, while there is room in memory; whoever reads one before its turn gets it at
 * once.
 *
 * <p>The monitor guards all fields; loads are made and queued while it is held.
 */
final class ToldAhead {
  /** As many as a loader may tell an epoch ahead; what is told beyond is forgotten. */
  private static final int MAX_PENDING = 1 << 20;

  private static final int ENTRIES = 256;

  /** Requests under way for what was told: enough that one's end overlaps the others' data. */
  private static final int LOADS = 3;

  private final Set<Integer> pending = new LinkedHashSet<>();
  private final List<Load> loading = new ArrayList<>();
  private final Loader loader;
  private final int entries;

  /** Makes a load of those files that nobody loads yet. */
  private final Function<List<Integer>, @Nullable Load> claim;

  ToldAhead(Loader loader, FetchMode mode, Function<List<Integer>, @Nullable Load> claim) {
    this.loader = loader;
    this.entries = mode == FetchMode.ENTRY ? 1 : ENTRIES;
    this.claim = claim;
  }

  /** Takes files as far as there is room for them. Gives how many. */
  synchronized int add(List<Integer> files) {
    int taken = 0;
    while (taken < files.size() && pending.size() < MAX_PENDING) {
      pending.add(files.get(taken++));
    }
    loadNext();
    return taken;
  }

  /** A file is wanted now. Whether it was waiting here. */
  synchronized boolean forget(int file) {
    return pending.remove(file);
  }

  /** Somebody waits for a member that may be on its way from here. */
  synchronized void makeUrgent(Member member) {
    for (Load load : loading) {
      if (!load.isUrgent() && load.contains(member)) {
        load.makeUrgent();
      }
    }
  }

  /** A load has ended; what it left out comes first in the next, once nobody loads it any more. */
  synchronized void ended(Load load, List<Item> rest) {
    loading.remove(load);
    if (!rest.isEmpty()) {
      List<Integer> behind = new ArrayList<>(pending);
      pending.clear();
      rest.forEach(item -> pending.add(item.file()));
      pending.addAll(behind);
    }
  }

  /**
   * Sends for what is next, as far as requests may be under way. While one is, the next is sent
   * when it is full: who tells file by file would otherwise have each come by a request of its own.
   */
  synchronized void loadNext() {
    while (isNextDue()) {
      List<Integer> files = new ArrayList<>(Math.min(entries, pending.size()));
      for (Iterator<Integer> all = pending.iterator(); all.hasNext() && files.size() < entries; ) {
        files.add(all.next());
        all.remove();
      }
      Load load = claim.apply(files);
      if (load != null) {
        loading.add(load);
        loader.add(load);
      }
    }
  }

  private boolean isNextDue() {
    return loading.isEmpty()
        ? !pending.isEmpty()
        : loading.size() < LOADS && pending.size() >= entries;
  }
}
