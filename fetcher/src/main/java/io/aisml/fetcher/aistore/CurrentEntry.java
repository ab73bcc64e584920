package io.aisml.fetcher.aistore;

import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.source.SourceException;
import io.aisml.fetcher.spec.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The entry at which a stream of many is: its bytes come with a reply of many entries and, when
 * that breaks off, the rest by a GET of its own. For one thread.
 */
final class CurrentEntry {
  private final Calls calls;
  private final Lifeline lifeline;
  private final Patience patience;

  /** Gives up the reply that broke off. */
  private final Runnable breakOff;

  private @Nullable SingleEntry single; // gives the bytes instead of the reply
  private Entry entry;
  private long size;
  private long given; // of these bytes

  /**
   * @param entry any, until one begins
   */
  CurrentEntry(Calls calls, Lifeline lifeline, Patience patience, Entry entry, Runnable breakOff) {
    this.calls = calls;
    this.lifeline = lifeline;
    this.patience = patience;
    this.entry = entry;
    this.breakOff = breakOff;
  }

  /** An entry comes with the reply. */
  void begin(Entry next, long bytes) {
    entry = next;
    size = bytes;
  }

  /** An entry comes by requests of its own. */
  void begin(Entry next, SingleEntry alone, long bytes) {
    begin(next, bytes);
    single = alone;
  }

  /** The bytes that nobody has read are skipped. */
  void leave() {
    if (single != null) {
      single.close();
      single = null;
    } else {
      calls.counters().bytesReceived.add(size - given); // skipped in the reply
    }
    size = 0;
    given = 0;
  }

  /**
   * Reads on.
   *
   * @param reply what the entry comes with; null when that is over
   * @return bytes, or -1 at the entry's end
   */
  int read(ByteBuffer dst, EntryBody.@Nullable Bytes reply) throws IOException {
    if (given == size) {
      return -1;
    }
    int count = -1;
    if (single == null && reply != null) {
      try {
        count = reply.read(dst);
        calls.counters().bytesReceived.add(Math.max(count, 0));
      } catch (IOException e) {
        lifeline.check(e);
      }
    }
    if (count < 0) {
      count = readAlone(dst);
    }
    given += count;
    patience.progress();
    return count;
  }

  private int readAlone(ByteBuffer dst) throws IOException {
    if (single == null) {
      breakOff.run();
      calls.counters().retries.increment();
      single = SingleEntry.rest(calls, lifeline, patience, entry, size, given);
    }
    int count = single.read(dst);
    if (count < 0) {
      throw new SourceException(
          FailureKind.FAILED, entry + ": ended before its " + size + " bytes");
    }
    return count;
  }

  void close() {
    if (single != null) {
      single.close();
    }
  }
}
