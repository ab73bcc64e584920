package io.aisml.fetcher.aistore;

import io.aisml.fetcher.archive.MemberHeader;
import io.aisml.fetcher.source.EntryReply;
import io.aisml.fetcher.spec.Entry;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request of many entries by streaming get-batches.
 *
 * <p>The n-th member of a reply is the n-th entry that was asked for, and nothing on the wire tells
 * whether all have come: a failed reply is a valid, shorter archive with status 200 (AIStore {@code
 * xact/xs/moss.go: streamwi.asm}). So members are counted, and what has not come is asked for
 * again. What a get-batch cannot give, or what keeps it from going on, is put off and comes by a
 * GET of its own after the get-batches.
 */
final class BatchStream extends AbortableStream {
  /** Replies without a single member, before the entry that should have come first is put off. */
  private static final int MAX_STRIKES = 2;

  private static final int STUCK_GROWTH = 4;
  private static final int MAX_STUCK_RUN = 1 << 20;

  private final Calls calls;
  private final Patience patience;
  private final Outstanding outstanding;
  private final Window window = new Window();
  private final BatchRequests requests;
  private final SingleEntries singles;

  private BatchRequests.@Nullable Asked asked; // the reply that is being read
  private int at; // members of it so far
  private int placeholders; // of these
  private int stuckAt = -1;
  private int strikes; // at the entry stuckAt
  private int stuckRun = 1; // how many entries to put off when one is stuck

  private final CurrentEntry current;

  BatchStream(
      Calls calls,
      BadBuckets badBuckets,
      ServerVersion version,
      List<Entry> entries,
      Lifeline lifeline,
      Runnable onClose) {
    super(lifeline, onClose);
    this.calls = calls;
    patience = calls.patience(lifeline);
    outstanding = new Outstanding(entries);
    requests =
        new BatchRequests(calls, badBuckets, version, lifeline, patience, outstanding, window);
    singles = new SingleEntries(calls, outstanding, lifeline);
    current = new CurrentEntry(calls, lifeline, patience, entries.get(0), this::release);
  }

  @Override
  @Nullable EntryReply advance() throws IOException {
    current.leave();
    while (true) {
      EntryReply.Failure failure = outstanding.nextFailure();
      if (failure != null) {
        return failure;
      }
      if (asked == null) {
        asked = requests.next();
        at = 0;
        placeholders = 0;
        if (asked == null && (failure = outstanding.nextFailure()) == null) {
          return nextPutOff();
        }
      } else if (at == asked.indexes().size()) {
        window.completed(placeholders, at);
        finish(asked);
      } else {
        EntryReply reply = nextMember(asked);
        if (reply != null) {
          return reply;
        }
      }
      if (failure != null) {
        return failure;
      }
    }
  }

  private @Nullable EntryReply nextPutOff() throws IOException {
    SingleEntries.Opened opened = singles.next();
    if (opened == null) {
      return null;
    }
    patience.progress();
    current.begin(
        outstanding.entry(opened.reply().index()),
        opened.single(),
        opened.reply() instanceof EntryReply.Data data ? data.size() : 0);
    return opened.reply();
  }

  /** Takes the next member of the reply; null when that gave nothing to hand out. */
  private @Nullable EntryReply nextMember(BatchRequests.Asked asked) throws IOException {
    int index = asked.indexes().get(at);
    Entry entry = outstanding.entry(index);
    MemberHeader member;
    try {
      member = asked.reply().next();
    } catch (IOException e) {
      broke(asked, e);
      return null;
    }
    if (member == null) {
      endedEarly(asked);
      return null;
    }
    if (Placeholder.is(member, entry)) {
      outstanding.putOff(index);
      placeholders++;
      arrived();
      return null;
    }
    if (entry.range().hasLength() && member.size() != entry.range().length()) {
      // The target that holds it has stopped sending, for this entry and all others of its own;
      // each would come after a long wait. AIStore xact/xs/moss.go: Send, gfn.
      outstanding.putOff(index);
      requests.badRange();
      arrived();
      abort(asked);
      return null;
    }
    if (!member.name().isEmpty() && !Placeholder.isNamed(member, entry)) {
      broke(asked, new IOException("the server sent " + member.name() + " in place of " + entry));
      return null;
    }
    outstanding.answered(index);
    arrived();
    current.begin(entry, member.size());
    return new EntryReply.Data(index, member.size());
  }

  private void arrived() {
    at++;
    stuckAt = -1;
    stuckRun = 1;
    patience.progress();
  }

  /** The archive ended well, but before the last entry that was asked for. */
  private void endedEarly(BatchRequests.Asked asked) throws IOException {
    int index = asked.indexes().get(at);
    finish(asked);
    if (placeholders >= Window.SOFT_ERRORS) {
      window.exhausted(placeholders, at);
      calls.counters().retries.increment();
      return;
    }
    Entry entry = outstanding.entry(index);
    if (!entry.range().isWhole()) {
      // Very likely the range: beyond the end it is an error that no reply gets past.
      requests.badRange();
      outstanding.putOff(index);
    } else if (entry.isArchived()) {
      outstanding.putOff(index);
    } else {
      countStrike(index);
    }
    pause(asked, new EOFException("the reply ended early, without a reason"));
  }

  /** The reply broke off, or holds what it should not. */
  private void broke(BatchRequests.Asked asked, IOException cause) throws IOException {
    int index = asked.indexes().get(at);
    abort(asked);
    lifeline.check(cause);
    countStrike(index);
    pause(asked, cause);
  }

  /**
   * Counts a reply that did not even give its first entry. When there have been enough, the entry
   * is put off; and when that does not help, ever more of them.
   */
  private void countStrike(int index) {
    if (at > 0) {
      return;
    }
    strikes = stuckAt == index ? strikes + 1 : 1;
    stuckAt = index;
    if (strikes >= MAX_STRIKES || stuckRun > 1) {
      outstanding.open(stuckRun).forEach(outstanding::putOff);
      stuckRun = Math.min(STUCK_GROWTH * stuckRun, MAX_STUCK_RUN);
    }
  }

  private void pause(BatchRequests.Asked asked, IOException cause) throws IOException {
    String what = "get-batch at " + calls.endpoints() + ", " + at + " of " + asked.indexes().size();
    patience.pause(what + " entries came", cause);
  }

  @Override
  int fill(ByteBuffer dst) throws IOException {
    return current.read(dst, asked == null ? null : asked.reply()::read);
  }

  private void finish(BatchRequests.Asked finished) {
    lifeline.letGo();
    finished.reply().finish();
    asked = null;
  }

  private void abort(BatchRequests.Asked aborted) {
    lifeline.letGo();
    aborted.reply().abort();
    asked = null;
  }

  @Override
  void release() {
    if (asked != null) {
      abort(asked);
    }
    current.close();
    singles.release();
  }
}
