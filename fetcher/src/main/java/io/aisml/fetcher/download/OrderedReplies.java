package io.aisml.fetcher.download;

import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.source.EntryReply;
import io.aisml.fetcher.source.EntryStream;
import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.source.SourceException;
import io.aisml.fetcher.spec.Entry;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The replies to one request, each in its position. A store gives most of them in order; an entry
 * that it puts off is asked for alone, while the rest of the stream waits, so that nothing has to
 * be held in memory.
 *
 * <p>For one thread at a time; {@link #close} may be called by any.
 */
final class OrderedReplies implements Closeable {
  private final BatchSource source;
  private final List<Entry> entries;

  private volatile @Nullable EntryStream stream; // of the request
  private volatile @Nullable EntryStream single; // of an entry that was put off
  private volatile boolean closed;

  /** The stream's newest reply, when its turn has not come yet. */
  private @Nullable EntryReply held;

  /** Failures whose turn has not come yet. */
  private final Map<Integer, EntryReply.Failure> early = new HashMap<>();

  private int next;
  private boolean anyPutOff;
  private boolean exhausted; // the stream has nothing more that is wanted

  /**
   * @param entries 1 or more; not modified
   */
  OrderedReplies(BatchSource source, List<Entry> entries) {
    this.source = source;
    this.entries = entries;
  }

  /** Sends the request and waits for its first reply; else the first {@link #next} does. */
  void open() throws IOException {
    EntryStream opened = source.batch(entries);
    stream = opened;
    refuseWhenClosed();
    held = opened.next();
  }

  /** Replies that are not given yet. */
  int remaining() {
    return entries.size() - next;
  }

  /**
   * Goes to the next entry's reply, skipping what is unread of the current one.
   *
   * @return its index is always one more than the one before; null after the last
   */
  @Nullable EntryReply next() throws IOException {
    refuseWhenClosed();
    closeSingle();
    if (next == entries.size()) {
      finish();
      return null;
    }
    EntryStream opened = stream;
    if (opened == null) {
      open();
      opened = stream;
    }
    int index = next++;
    while (true) {
      EntryReply.Failure failure = early.remove(index);
      if (failure != null) {
        return failure;
      }
      if (held == null && !exhausted && opened != null) {
        held = opened.next();
        exhausted = held == null;
      }
      EntryReply reply = held;
      if (reply == null || exhausted) {
        return alone(index);
      }
      if (reply.index() == index) {
        held = null;
        return reply;
      }
      if (reply.index() < index) {
        // What comes now was put off, and has been had.
        exhausted = true;
        close(opened);
      } else if (reply instanceof EntryReply.Failure later) {
        early.put(later.index(), later);
        held = null;
      } else {
        return alone(index);
      }
    }
  }

  /** See {@link EntryStream#read}. */
  int read(ByteBuffer dst) throws IOException {
    refuseWhenClosed();
    EntryStream alone = single;
    if (alone != null) {
      return alone.read(dst);
    }
    EntryStream opened = stream;
    return opened == null ? -1 : opened.read(dst);
  }

  /** Drops the request; a call that is under way in another thread throws. */
  @Override
  public void close() {
    closed = true;
    close(stream);
    close(single);
  }

  private EntryReply alone(int index) throws IOException {
    anyPutOff = true;
    Entry entry = entries.get(index);
    EntryStream alone = source.entry(entry);
    single = alone;
    refuseWhenClosed();
    EntryReply reply = alone.next();
    if (reply instanceof EntryReply.Data data) {
      return new EntryReply.Data(index, data.size());
    }
    if (reply instanceof EntryReply.Failure failure) {
      return new EntryReply.Failure(index, failure.kind(), failure.message());
    }
    throw new SourceException(FailureKind.FAILED, entry + ": the store gave no reply");
  }

  /** Lets the stream see its end, which saves its connection, unless it would ask for more. */
  private void finish() throws IOException {
    EntryStream opened = stream;
    if (opened != null && !anyPutOff && !exhausted) {
      EntryReply more = opened.next();
      if (more != null) {
        throw new SourceException(
            FailureKind.FAILED, "the store gave more than the " + entries.size() + " entries");
      }
    }
    close(opened);
    exhausted = true;
  }

  private void refuseWhenClosed() throws SourceException {
    if (closed) {
      close(stream);
      close(single);
      throw new SourceException(FailureKind.FAILED, "the request was closed");
    }
  }

  private void closeSingle() {
    EntryStream alone = single;
    single = null;
    close(alone);
  }

  private static void close(@Nullable EntryStream stream) {
    if (stream != null) {
      stream.close();
    }
  }
}
