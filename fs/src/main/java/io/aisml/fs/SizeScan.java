package io.aisml.fs;

import io.aisml.fetcher.plan.Plan;
import io.aisml.fetcher.plan.PlanSource;
import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.source.EntryReply;
import io.aisml.fetcher.source.EntryStream;
import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.source.SourceException;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.ObjectRef;
import io.aisml.fs.tree.Sizes;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

  /**
   * A shard is listed when at least so many of its members are wanted: the server reads all of it.
   */
  private static final int MEMBERS_WORTH_A_LISTING = 4;

  private final Plan plan;
  private final BatchSource source;
  private final PlanSource files;
  private final Sizes sizes;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Open until the listings of {@link #start} are through. */
  private final CountDownLatch listed = new CountDownLatch(1);

  private volatile @Nullable Thread thread;

  SizeScan(Plan plan, BatchSource source, PlanSource files, Sizes sizes) {
    this.plan = plan;
    this.source = source;
    this.files = files;
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
    } finally {
      listed.countDown();
    }
  }

  /** Waits, but not for long, until {@link #start} has learned what it could. */
  void await(Duration atMost) throws InterruptedException {
    if (!listed.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      log.info("Sizes are still being learned: until a file's size is known it is 0");
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
      if (!entry.isArchived() && entry.range().isWhole() && !plan.isClip(file)) {
        sizes.learn(file, source.head(entry.object()).size());
        return;
      }
      try (EntryStream stream = files.file(file)) {
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
    Map<Object, WantedNames> listings = new LinkedHashMap<>();
    for (int file = 0; file < plan.fileCount() && !closed.get(); file++) {
      Entry entry = plan.entry(file);
      if (sizes.get(file) < 0 && entry.range().isWhole() && !plan.isClip(file)) {
        listing(listings, entry).add(file);
      }
    }
    for (WantedNames wanted : listings.values()) {
      boolean worth = !wanted.isShard() || wanted.sought().count() >= MEMBERS_WORTH_A_LISTING;
      if (worth && !closed.get()) {
        list(wanted);
      }
    }
  }

  private WantedNames listing(Map<Object, WantedNames> listings, Entry entry) {
    ObjectRef object = entry.object();
    return entry.isArchived()
        ? listings.computeIfAbsent(
            object, o -> new WantedNames(plan, object.bucket(), object.name()))
        : listings.computeIfAbsent(
            object.bucket(), b -> new WantedNames(plan, object.bucket(), ""));
  }

  private void list(WantedNames wanted) throws IOException {
    try {
      source.list(
          wanted.bucket(),
          wanted.prefix(),
          wanted.isShard(),
          object -> {
            int file = object.archived() == wanted.isShard() ? wanted.find(object.name()) : -1;
            if (file >= 0) {
              sizes.learn(file, object.size());
            }
            return wanted.sought().tell(file >= 0) && !closed.get();
          });
    } catch (SourceException e) {
      // A bucket that can't be listed can often be read all the same.
      log.info(
          "{} can't be listed, sizes are learned when files are opened: {}",
          wanted.bucket(),
          e.getMessage());
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
