package io.aisml.fs.tier;

import io.aisml.fetcher.plan.Plan;
import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.source.ListedObject;
import io.aisml.fetcher.source.SoughtNames;
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
    return known.getCount() > 0
        ? 0
        : Math.max(0, table.get(Key.of(object.bucket(), object.name())));
  }

  private void learn() {
    try {
      for (Map.Entry<Bucket, SoughtNames> each : wanted().entrySet()) {
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

  private Map<Bucket, SoughtNames> wanted() {
    Map<Bucket, SoughtNames> wanted = new LinkedHashMap<>();
    for (int file = 0; file < plan.fileCount() && !closed; file++) {
      Entry entry = plan.entry(file);
      Bucket bucket = entry.object().bucket();
      String object = entry.object().name();
      if (table.putIfAbsent(Key.of(bucket, object), -1)) {
        wanted.computeIfAbsent(bucket, b -> new SoughtNames()).add(object);
      }
    }
    return wanted;
  }

  private void list(Bucket bucket, SoughtNames sought) throws IOException {
    source.identify(
        bucket, sought.directory(), object -> sought.tell(take(bucket, object)) && !closed);
    if (sought.isGivenUp()) {
      log.info(
          "{} objects of {} are not kept in cache-dir: its listing is long",
          sought.missing(),
          bucket);
    }
  }

  private boolean take(Bucket bucket, ListedObject object) {
    long name = Key.of(bucket, object.name());
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
