package io.aisml.fetcher.local;

import io.aisml.fetcher.source.EntryReply;
import io.aisml.fetcher.source.EntryStream;
import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.source.SourceCounters;
import io.aisml.fetcher.source.SourceException;
import io.aisml.fetcher.spec.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The entries of a request, read from their files in request order. */
final class DirectoryStream implements EntryStream {
  private final StoreLayout layout;
  private final TarIndexes indexes;
  private final SourceCounters counters;
  private final List<Entry> entries;

  private final ReentrantLock reading = new ReentrantLock(); // held by whoever uses the open file
  private volatile @Nullable OpenObject open; // written under reading
  private volatile boolean closed;
  private int next; // the reader's
  private boolean inData; // the reader's: whether bytes may be read

  DirectoryStream(
      StoreLayout layout, TarIndexes indexes, SourceCounters counters, List<Entry> entries) {
    this.layout = layout;
    this.indexes = indexes;
    this.counters = counters;
    this.entries = entries;
  }

  @Override
  public @Nullable EntryReply next() throws IOException {
    reading.lock();
    try {
      refuseWhenClosed();
      inData = false;
      if (next == entries.size()) {
        return null;
      }
      int index = next++;
      Entry entry = entries.get(index);
      if (Thread.currentThread().isInterrupted()) {
        throw LocalFailure.interrupted(entry);
      }
      return reply(index, entry);
    } finally {
      reading.unlock();
    }
  }

  @Override
  public int read(ByteBuffer dst) throws IOException {
    reading.lock();
    try {
      refuseWhenClosed();
      OpenObject object = open;
      if (!inData || object == null) {
        return -1;
      }
      int count = object.read(dst);
      counters.bytesReceived.add(Math.max(count, 0));
      return count;
    } catch (IOException e) {
      refuseWhenClosed();
      inData = false;
      throw LocalFailure.of(entries.get(next - 1), e);
    } finally {
      reading.unlock();
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      OpenObject object = open;
      if (object != null) {
        object.interruptRead();
      }
      reading.lock();
      try {
        closeOpen();
      } finally {
        reading.unlock();
      }
    } catch (IOException e) {
      // files that were only read: nothing is lost
    }
  }

  private EntryReply reply(int index, Entry entry) throws IOException {
    try {
      long size = open(entry).seek(entry);
      inData = true;
      return new EntryReply.Data(index, size);
    } catch (IOException e) {
      refuseWhenClosed();
      if (!(e instanceof SourceException)) {
        // the file or what was understood of the shard is not relied on after an error
        closeOpen();
      }
      SourceException failure = LocalFailure.of(entry, e);
      return new EntryReply.Failure(
          index,
          failure.kind(),
          Objects.requireNonNullElse(failure.getMessage(), entry.toString()));
    }
  }

  /** The entry's object, left open from the entry before it where that is the same. */
  private OpenObject open(Entry entry) throws IOException {
    OpenObject object = open;
    if (object != null && object.is(entry.object())) {
      return object;
    }
    closeOpen();
    object = new OpenObject(entry.object(), layout.object(entry.object()), indexes);
    open = object;
    // close() may have looked before
    refuseWhenClosed();
    return object;
  }

  private void closeOpen() throws IOException {
    OpenObject object = open;
    open = null;
    if (object != null) {
      object.close();
    }
  }

  private void refuseWhenClosed() throws SourceException {
    if (closed) {
      throw new SourceException(FailureKind.FAILED, "the request was closed");
    }
  }
}
