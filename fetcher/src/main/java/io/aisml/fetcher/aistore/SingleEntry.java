package io.aisml.fetcher.aistore;

import io.aisml.fetcher.source.EntryReply;
import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.source.SourceException;
import io.aisml.fetcher.spec.Entry;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One entry by requests of its own. A reply that breaks off is asked for again from where it broke.
 * For one thread.
 */
final class SingleEntry {
  /** A target that answers 500 so often will not serve this object. */
  private static final int MAX_FAULTS = 3;

  private final Calls calls;
  private final Lifeline lifeline;
  private final Patience patience;
  private final Entry entry;
  private boolean rangeByBatch;

  private long size = -1;
  private long given;
  private int faults;
  private @Nullable EntryBody body;

  private SingleEntry(
      Calls calls, Lifeline lifeline, Patience patience, Entry entry, boolean rangeByBatch) {
    this.calls = calls;
    this.lifeline = lifeline;
    this.patience = patience;
    this.entry = entry;
    this.rangeByBatch = rangeByBatch && entry.isArchived() && entry.range().hasLength();
  }

  /** By the way that moves the fewest bytes: for a range of a member a get-batch. */
  static SingleEntry cheapest(Calls calls, Lifeline lifeline, Patience patience, Entry entry) {
    return new SingleEntry(calls, lifeline, patience, entry, true);
  }

  /** By GET, the way that depends on one target alone. */
  static SingleEntry surest(Calls calls, Lifeline lifeline, Patience patience, Entry entry) {
    return new SingleEntry(calls, lifeline, patience, entry, false);
  }

  /** Goes on with an entry of which {@code given} of {@code size} bytes have been read. */
  static SingleEntry rest(
      Calls calls, Lifeline lifeline, Patience patience, Entry entry, long size, long given) {
    SingleEntry single = surest(calls, lifeline, patience, entry);
    single.size = size;
    single.given = given;
    return single;
  }

  /**
   * Asks for the entry.
   *
   * @throws SourceException when the cluster cannot be asked
   */
  EntryReply open(int index) throws IOException {
    IllegalName illegal = IllegalName.in(entry);
    if (illegal != null) {
      return new EntryReply.Failure(index, illegal.kind(), illegal.message());
    }
    while (true) {
      try {
        body = openBody();
        size = body.size();
        return new EntryReply.Data(index, size);
      } catch (OutOfRangeException e) {
        return new EntryReply.Failure(index, FailureKind.FAILED, String.valueOf(e.getMessage()));
      } catch (RefusedException e) {
        if (isFinal(e)) {
          return new EntryReply.Failure(index, e.kind(), describe(e));
        }
        patience.pause(entry.toString(), e);
      } catch (SourceException e) {
        throw e;
      } catch (IOException e) {
        patience.pause(entry.toString(), e);
      }
    }
  }

  /** See {@link io.aisml.fetcher.source.EntryStream#read}. */
  int read(ByteBuffer dst) throws IOException {
    int limit = dst.limit();
    dst.limit(dst.position() + (int) Math.min(dst.remaining(), size - given));
    try {
      while (given < size) {
        try {
          if (body == null) {
            body = reopen();
          }
          int count = body.bytes().read(dst);
          if (count < 0) {
            throw new EOFException(entry + ": the reply ended after " + given + " bytes");
          }
          given += count;
          calls.counters().bytesReceived.add(count);
          patience.progress();
          return count;
        } catch (SourceException e) {
          throw e;
        } catch (IOException e) {
          close();
          if (e instanceof RefusedException refused && isFinal(refused)) {
            throw new SourceException(refused.kind(), describe(refused), e);
          }
          patience.pause(entry.toString(), e);
        }
      }
      return -1;
    } finally {
      dst.limit(limit);
    }
  }

  /** Drops what is left of the reply. */
  void close() {
    EntryBody dropped = body;
    body = null;
    if (dropped != null) {
      dropped.release().run();
    }
  }

  private EntryBody reopen() throws IOException {
    EntryBody reopened = openBody();
    if (reopened.size() != size) {
      reopened.release().run();
      throw new SourceException(
          FailureKind.FAILED,
          entry + " changed while it was read: had " + size + " bytes, has " + reopened.size());
    }
    return reopened;
  }

  private EntryBody openBody() throws IOException {
    if (!entry.isArchived()) {
      return EntryBody.ofObject(calls, entry, given, lifeline);
    }
    if (calls.listedMembers().has(entry)) {
      EntryBody kept = calls.listedMembers().open(entry, given, lifeline);
      if (kept != null) {
        return kept;
      }
    }
    if (rangeByBatch) {
      try {
        return EntryBody.ofMemberRange(calls, entry, given, lifeline);
      } catch (RefusedException e) {
        if (!isFinal(e)) {
          throw e;
        }
      } catch (EntryBody.WrongReplyException e) {
        // A GET of the member tells why.
      }
      rangeByBatch = false;
    }
    try {
      return EntryBody.ofMember(calls, entry, given, lifeline);
    } catch (RefusedException e) {
      EntryBody listed =
          e.kind() == FailureKind.NOT_FOUND
              ? calls.listedMembers().open(entry, given, lifeline)
              : null;
      if (listed == null) {
        throw e;
      }
      return listed;
    }
  }

  private boolean isFinal(RefusedException e) {
    return switch (e.error().verdict()) {
      case THROTTLED, TRANSIENT -> false;
      case FAULT -> ++faults >= MAX_FAULTS;
      default -> true;
    };
  }

  private String describe(RefusedException e) throws IOException {
    if (e.error().verdict() == ServerError.Verdict.OUT_OF_RANGE && !entry.isArchived()) {
      try {
        long objectSize = calls.size(entry.object(), lifeline);
        return String.valueOf(new OutOfRangeException(entry, objectSize).getMessage());
      } catch (RefusedException | Unreachable unknown) {
        lifeline.check(unknown);
      }
    }
    return e.describe(entry.toString());
  }
}
