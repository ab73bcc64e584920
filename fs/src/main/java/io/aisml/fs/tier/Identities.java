package io.aisml.fs.tier;

import io.aisml.fetcher.plan.Plan;
import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.source.ListedObject;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.ObjectRef;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the objects of a plan are at the moment of the mount: checksum, version and size, as one
 * listing a bucket tells them. An object that it does not tell is not kept on disk.
 */
final class Identities implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Identities.class);

  /** A listing is given up when it has told so many names for each wanted one, and some. */
  private static final int PATIENCE = 4;

  private static final int PATIENCE_BASE = 10_000;

  private final Plan plan;
  private final BatchSource source;
  private final Thread thread = new Thread(this::learn, "aisml-identities");

  /** Filled by the thread until {@link #known} is open, then only read. */
  private final LongTable table = new LongTable();

  private final CountDownLatch known = new CountDownLatch(1);
  private volatile boolean closed;

  Identities(Plan plan, BatchSource source) {
    this.plan = plan;
    this.source = source;
    thread.setDaemon(true);
  }

  /** Begins to learn, and waits for that, but not for long. */
  void start(Duration atMost) throws InterruptedException {
    thread.start();
    boolean unused = known.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** An object's identity as a number; 0 when it is not known, or not yet. */
  long of(ObjectRef object) {
    return known.getCount() > 0 ? 0 : Math.max(0, table.get(name(object.bucket(), object.name())));
  }

  private static long name(Bucket bucket, String object) {
    return Key.of(bucket, object);
  }

  /** Objects of one bucket. */
  private static final class Wanted {
    private String prefix = "";
    private int count;

    void add(String name) {
      prefix = count++ == 0 ? name : prefix.substring(0, same(prefix, name));
    }

    private static int same(String a, String b) {
      int same = 0;
      while (same < Math.min(a.length(), b.length()) && a.charAt(same) == b.charAt(same)) {
        same++;
      }
      return same;
    }

    /** Cut at a directory, so that a character is never cut in two. */
    String prefix() {
      return prefix.substring(0, prefix.lastIndexOf('/') + 1);
    }
  }

  private void learn() {
    try {
      for (Map.Entry<Bucket, Wanted> each : wanted().entrySet()) {
        list(each.getKey(), each.getValue());
      }
    } catch (IOException | RuntimeException e) {
      if (!closed) {
        log.warn(
            "what has not been listed is not kept in cache-dir: {}",
            String.valueOf(e.getMessage()));
      }
    } finally {
      known.countDown();
    }
  }

  private Map<Bucket, Wanted> wanted() {
    Map<Bucket, Wanted> wanted = new LinkedHashMap<>();
    for (int file = 0; file < plan.fileCount() && !closed; file++) {
      Entry entry = plan.entry(file);
      Bucket bucket = entry.object().bucket();
      String object = entry.object().name();
      if (table.putIfAbsent(name(bucket, object), -1)) {
        wanted.computeIfAbsent(bucket, b -> new Wanted()).add(object);
      }
    }
    return wanted;
  }

  private void list(Bucket bucket, Wanted wanted) throws IOException {
    long limit = PATIENCE_BASE + (long) PATIENCE * wanted.count;
    long[] seen = new long[1];
    int[] missing = {wanted.count};
    source.identify(
        bucket,
        wanted.prefix(),
        object -> {
          missing[0] -= take(bucket, object) ? 1 : 0;
          return ++seen[0] < limit && missing[0] > 0 && !closed;
        });
    if (missing[0] > 0 && seen[0] >= limit) {
      log.info(
          "{} objects of {} are not kept in cache-dir: its listing is long", missing[0], bucket);
    }
  }

  private boolean take(Bucket bucket, ListedObject object) {
    long name = name(bucket, object.name());
    boolean wanted = table.get(name) == -1;
    if (wanted && !object.identity().isEmpty()) {
      table.put(name, Key.of(bucket, object.identity() + " " + object.size()) & Long.MAX_VALUE);
    }
    return wanted;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
