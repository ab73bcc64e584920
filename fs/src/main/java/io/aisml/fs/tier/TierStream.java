package io.aisml.fs.tier;

import io.aisml.fetcher.source.EntryReply;
import io.aisml.fetcher.source.EntryStream;
import io.aisml.fetcher.spec.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The reply to one request: first what the tier has, then the rest from the store. */
final class TierStream implements EntryStream {
  /** Asks the store for entries. */
  @FunctionalInterface
  interface Request {
    EntryStream send(List<Entry> entries) throws IOException;
  }

  private final TieredSource source;
  private final List<Entry> entries;
  private final Request request;

  /** Positions that the store is to be asked for. */
  private final List<Integer> missing = new ArrayList<>();

  private int next;

  /** What is left of the current entry when the tier has it. */
  private @Nullable ByteBuffer found;

  /** Guards the fields below; the disk is written while it is held. */
  private final Object closing = new Object();

  private @Nullable Key writtenKey;
  private Segment.@Nullable Appending written;

  private @Nullable EntryStream rest;
  private boolean closed;

  TierStream(TieredSource source, List<Entry> entries, Request request) {
    this.source = source;
    this.entries = List.copyOf(entries);
    this.request = request;
  }

  @Override
  public @Nullable EntryReply next() throws IOException {
    synchronized (closing) {
      endWriting();
    }
    found = null;
    while (next < entries.size()) {
      int index = next++;
      Key key = source.key(entries.get(index));
      ByteBuffer bytes = key == null ? null : source.tier().read(key);
      if (bytes != null) {
        source.hit(bytes.remaining());
        found = bytes;
        return new EntryReply.Data(index, bytes.remaining());
      }
      source.missed();
      missing.add(index);
    }
    EntryStream stream = rest();
    EntryReply reply = stream == null ? null : stream.next();
    if (reply instanceof EntryReply.Failure failure) {
      return new EntryReply.Failure(
          missing.get(failure.index()), failure.kind(), failure.message());
    }
    if (reply instanceof EntryReply.Data data) {
      int index = missing.get(data.index());
      beginWriting(source.key(entries.get(index)), data.size());
      return new EntryReply.Data(index, data.size());
    }
    return null;
  }

  private @Nullable EntryStream rest() throws IOException {
    synchronized (closing) {
      if (rest != null || missing.isEmpty()) {
        return rest;
      }
    }
    EntryStream sent = request.send(missing.stream().map(entries::get).toList());
    synchronized (closing) {
      rest = sent;
      if (closed) {
        sent.close();
      }
    }
    return sent;
  }

  private void beginWriting(@Nullable Key key, long size) {
    synchronized (closing) {
      writtenKey = key;
      written = key == null || closed ? null : source.tier().begin(key, size);
    }
  }

  private void endWriting() {
    if (written != null && writtenKey != null) {
      source.tier().end(writtenKey, written);
    }
    written = null;
  }

  @Override
  public int read(ByteBuffer dst) throws IOException {
    ByteBuffer here = found;
    if (here == null) {
      return readRest(dst);
    }
    if (!here.hasRemaining()) {
      return -1;
    }
    int count = Math.min(here.remaining(), dst.remaining());
    dst.put(here.slice(here.position(), count));
    here.position(here.position() + count);
    return count;
  }

  private int readRest(ByteBuffer dst) throws IOException {
    EntryStream stream = rest();
    if (stream == null) {
      return -1;
    }
    int from = dst.position();
    int count = stream.read(dst);
    synchronized (closing) {
      if (count > 0 && written != null && !source.tier().write(written, dst.slice(from, count))) {
        endWriting();
      }
    }
    return count;
  }

  @Override
  public void close() {
    EntryStream open;
    synchronized (closing) {
      closed = true;
      open = rest;
      endWriting();
    }
    if (open != null) {
      open.close();
    }
  }
}
