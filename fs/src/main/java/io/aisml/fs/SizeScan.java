package io.aisml.fs;

import io.aisml.fetcher.plan.Plan;
import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.source.EntryReply;
import io.aisml.fetcher.source.EntryStream;
import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.source.ListedObject;
import io.aisml.fetcher.source.SourceException;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fs.tree.Sizes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns sizes from listings: one listing a bucket for plain objects, one a shard for archived
 * members, where a listing tells many sizes at once. Never a HEAD for each object, unless all sizes
 * were asked for before the mount.
 */
final class SizeScan implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SizeScan.class);

  /** A listing is given up when it has told this many names for each wanted one, and some. */
  private static final int PATIENCE = 4;

  private static final int PATIENCE_BASE = 10_000;

  /**
   * A shard is listed when at least so many of its members are wanted: the server reads all of it.
   */
  private static final int MEMBERS_WORTH_A_LISTING = 4;

  /** Names looked up at a time; bounds the memory of the look-up table. */
  private static final int AT_ONCE = 100_000;

  private final Plan plan;
  private final BatchSource source;
  private final Sizes sizes;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile @Nullable Thread thread;

  SizeScan(Plan plan, BatchSource source, Sizes sizes) {
    this.plan = plan;
    this.source = source;
    this.sizes = sizes;
  }

  /** Learns what is cheap, on a thread of its own. */
  void start() {
    Thread scanner = new Thread(this::learnInBackground, "aisml-sizes");
    scanner.setDaemon(true);
    thread = scanner;
    scanner.start();
  }

  private void learnInBackground() {
    try {
      learnFromListings();
    } catch (IOException e) {
      log.info(
          "Sizes are not learned from listings, but when files are opened: {}", e.getMessage());
    }
  }

  /**
   * Learns all sizes, from listings and, for the rest, one by one.
   *
   * @throws IOException when the source can't be asked; an object that does not exist is left to
   *     its open
   */
  void learnAll() throws IOException {
    learnFromListings();
    for (int file = 0; file < plan.fileCount() && !closed.get(); file++) {
      if (sizes.get(file) < 0) {
        learnOne(file);
      }
    }
  }

  private void learnOne(int file) throws IOException {
    Entry entry = plan.entry(file);
    try {
      if (!entry.isArchived() && entry.range().isWhole()) {
        sizes.learn(file, source.head(entry.object()).size());
        return;
      }
      try (EntryStream stream = source.entry(entry)) {
        if (stream.next() instanceof EntryReply.Data data) {
          sizes.learn(file, data.size());
        }
      }
    } catch (SourceException e) {
      if (e.kind() == FailureKind.FAILED) {
        throw e;
      }
    }
  }

  private void learnFromListings() throws IOException {
    Map<Object, Wanted> groups = new LinkedHashMap<>();
    int names = 0;
    for (int file = 0; file < plan.fileCount() && !closed.get(); file++) {
      Entry entry = plan.entry(file);
      if (sizes.get(file) >= 0 || !entry.range().isWhole()) {
        continue;
      }
      group(groups, entry).add(name(entry), file);
      if (++names == AT_ONCE) {
        list(groups);
        names = 0;
      }
    }
    list(groups);
  }

  private static Wanted group(Map<Object, Wanted> groups, Entry entry) {
    Bucket bucket = entry.object().bucket();
    return entry.isArchived()
        ? groups.computeIfAbsent(entry.object(), o -> new Wanted(bucket, entry.object().name()))
        : groups.computeIfAbsent(bucket, b -> new Wanted(bucket, ""));
  }

  /** What a listing calls an entry. */
  private static String name(Entry entry) {
    String object = entry.object().name();
    return entry.isArchived() ? object + "/" + entry.archpath() : object;
  }

  private void list(Map<Object, Wanted> groups) throws IOException {
    for (Wanted wanted : groups.values()) {
      boolean worth = !wanted.isShard() || wanted.files().size() >= MEMBERS_WORTH_A_LISTING;
      if (worth && !closed.get()) {
        list(wanted);
      }
    }
    groups.clear();
  }

  /**
   * Files of unknown size that one listing can tell.
   *
   * @param shard the archive that holds them all, or empty for plain objects
   */
  private record Wanted(Bucket bucket, String shard, Map<String, List<Integer>> files) {
    Wanted(Bucket bucket, String shard) {
      this(bucket, shard, new HashMap<>());
    }

    boolean isShard() {
      return !shard.isEmpty();
    }

    void add(String name, int file) {
      files.computeIfAbsent(name, n -> new ArrayList<>(1)).add(file);
    }

    /** What to list: what all names begin with. */
    String prefix() {
      if (isShard()) {
        return shard;
      }
      String prefix = null;
      for (String name : files.keySet()) {
        prefix = prefix == null ? name : prefix.substring(0, same(prefix, name));
      }
      // Cut at a directory, so that a character is never cut in two.
      return prefix == null ? "" : prefix.substring(0, prefix.lastIndexOf('/') + 1);
    }

    private static int same(String a, String b) {
      int same = 0;
      while (same < Math.min(a.length(), b.length()) && a.charAt(same) == b.charAt(same)) {
        same++;
      }
      return same;
    }
  }

  private void list(Wanted wanted) throws IOException {
    long limit = PATIENCE_BASE + (long) PATIENCE * wanted.files().size();
    long[] seen = new long[1];
    try {
      source.list(
          wanted.bucket(),
          wanted.prefix(),
          wanted.isShard(),
          object -> {
            learn(wanted, object);
            return ++seen[0] < limit && !wanted.files().isEmpty() && !closed.get();
          });
    } catch (SourceException e) {
      // A bucket that can't be listed can often be read all the same.
      log.info(
          "{} can't be listed, sizes are learned when files are opened: {}",
          wanted.bucket(),
          e.getMessage());
    }
  }

  private void learn(Wanted wanted, ListedObject object) {
    if (object.archived() != wanted.isShard()) {
      return;
    }
    List<Integer> files = wanted.files().remove(object.name());
    if (files != null) {
      files.forEach(file -> sizes.learn(file, object.size()));
    }
  }

  @Override
  public void close() {
    closed.set(true);
    Thread scanner = thread;
    if (scanner != null) {
      scanner.interrupt();
    }
  }
}
