package io.aisml.fs;

import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.source.EntryReply;
import io.aisml.fetcher.source.EntryStream;
import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.source.ListedObject;
import io.aisml.fetcher.source.ListingVisitor;
import io.aisml.fetcher.source.ObjectInfo;
import io.aisml.fetcher.source.SourceCounters;
import io.aisml.fetcher.source.SourceException;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.ObjectRef;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A source whose answers a test decides: what exists, what fails, and when an entry may come. It
 * counts what it is asked for.
 */
final class ScriptedSource implements BatchSource {
  private volatile CountDownLatch listings = new CountDownLatch(0);
  private final Map<ObjectRef, Integer> sizes = new ConcurrentHashMap<>();
  private final Map<ObjectRef, FailureKind> failing = new ConcurrentHashMap<>();
  private final Map<ObjectRef, CountDownLatch> held = new ConcurrentHashMap<>();
  private final SourceCounters counters = new SourceCounters();

  /** The entries of each get-batch, in order of arrival. */
  final List<List<Entry>> batches = new CopyOnWriteArrayList<>();

  /** The entries that were asked for alone. */
  final List<Entry> singles = new CopyOnWriteArrayList<>();

  void put(Entry entry, int size) {
    sizes.put(entry.object(), size);
  }

  void remove(Entry entry) {
    sizes.remove(entry.object());
  }

  void fail(Entry entry, FailureKind kind) {
    failing.put(entry.object(), kind);
  }

  void heal(Entry entry) {
    failing.remove(entry.object());
  }

  /** Keeps an entry back, and all behind it in the same request. */
  void hold(Entry entry) {
    held.put(entry.object(), new CountDownLatch(1));
  }

  void letGo(Entry entry) {
    CountDownLatch latch = held.remove(entry.object());
    if (latch != null) {
      latch.countDown();
    }
  }

  /** Listings wait from now on until {@link #letListingsGo}. */
  void holdListings() {
    listings = new CountDownLatch(1);
  }

  void letListingsGo() {
    listings.countDown();
  }

  /** Waits until so many get-batches have been asked for. */
  void awaitBatches(int count) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    synchronized (batches) {
      while (batches.size() < count) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          throw new AssertionError(batches.size() + " batches instead of " + count);
        }
        try {
          batches.wait(left);
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    }
  }

  /** The content of an object: random bytes that follow from its name. */
  static byte[] content(ObjectRef object, int size) {
    byte[] bytes = new byte[size];
    new Random(object.name().hashCode()).nextBytes(bytes);
    return bytes;
  }

  @Override
  public void connect(Duration within) {}

  @Override
  public EntryStream batch(List<Entry> entries) {
    counters.batchRequests.increment();
    synchronized (batches) {
      batches.add(List.copyOf(entries));
      batches.notifyAll();
    }
    return new Reply(entries);
  }

  @Override
  public EntryStream entry(Entry entry) {
    counters.entryRequests.increment();
    singles.add(entry);
    return new Reply(List.of(entry));
  }

  @Override
  public ObjectInfo head(ObjectRef object) throws IOException {
    counters.metadataRequests.increment();
    Integer size = sizes.get(object);
    if (size == null) {
      throw new SourceException(FailureKind.NOT_FOUND, object + " does not exist");
    }
    return new ObjectInfo(size);
  }

  @Override
  public void list(Bucket bucket, String prefix, boolean archives, ListingVisitor visitor)
      throws IOException {
    counters.metadataRequests.increment();
    await(listings);
    Map<String, Integer> names = new TreeMap<>();
    sizes.forEach(
        (object, size) -> {
          if (object.bucket().equals(bucket) && object.name().startsWith(prefix)) {
            names.put(object.name(), size);
          }
        });
    for (Map.Entry<String, Integer> name : names.entrySet()) {
      if (!visitor.visit(new ListedObject(name.getKey(), name.getValue(), false))) {
        return;
      }
    }
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
  }

  @Override
  public void identify(Bucket bucket, String prefix, ListingVisitor visitor) throws IOException {
    list(bucket, prefix, false, visitor);
  }

  @Override
  public SourceCounters counters() {
    return counters;
  }

  @Override
  public void close() {}

  private final class Reply implements EntryStream {
    private final List<Entry> entries;
    private final AtomicBoolean closed = new AtomicBoolean();
    private int next;
    private ByteBuffer current = ByteBuffer.allocate(0);

    Reply(List<Entry> entries) {
      this.entries = entries;
    }

    @Override
    public @Nullable EntryReply next() throws IOException {
      if (next == entries.size()) {
        return null;
      }
      int index = next++;
      Entry entry = entries.get(index);
      awaitLetGo(entry.object());
      FailureKind failure = failing.get(entry.object());
      Integer size = sizes.get(entry.object());
      if (failure != null || size == null) {
        return new EntryReply.Failure(
            index, failure == null ? FailureKind.NOT_FOUND : failure, entry + ": scripted");
      }
      current = ByteBuffer.wrap(content(entry.object(), size));
      if (!entry.range().isWhole()) {
        current = current.slice((int) entry.range().start(), (int) entry.range().length()).slice();
      }
      return new EntryReply.Data(index, current.remaining());
    }

    private void awaitLetGo(ObjectRef object) throws IOException {
      CountDownLatch latch = held.get(object);
      if (latch != null) {
        await(latch);
      }
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
      if (closed.get()) {
        throw new IOException("closed");
      }
      if (!current.hasRemaining()) {
        return -1;
      }
      // In small steps, as a network gives them.
      int n = Math.min(Math.min(4096, dst.remaining()), current.remaining());
      dst.put(current.slice(current.position(), n));
      current.position(current.position() + n);
      counters.bytesReceived.add(n);
      return n;
    }

    @Override
    public void close() {
      closed.set(true);
    }
  }
}
