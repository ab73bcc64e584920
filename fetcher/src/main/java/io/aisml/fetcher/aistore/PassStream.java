package io.aisml.fetcher.aistore;

import io.aisml.fetcher.archive.MemberHeader;
import io.aisml.fetcher.archive.MemberStream;
import io.aisml.fetcher.source.EntryReply;
import io.aisml.fetcher.spec.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request of many entries, of which members of archives come by passes over these. All that has
 * not come by them, for whatever reason, comes by get-batches.
 */
final class PassStream extends AbortableStream {
  private final Calls calls;
  private final Patience patience;
  private final List<Entry> entries;
  private final Deque<ArchivePass> passes;
  private final Function<List<Entry>, BatchStream> batches;
  private final BitSet answered = new BitSet();

  private @Nullable ArchivePass pass; // that is under way, or begins
  private @Nullable MemberStream members; // of it

  private final CurrentEntry current;

  private @Nullable BatchStream rest; // gives everything, from when the passes are through
  private List<Integer> restIndexes = List.of();

  /**
   * @param passes are taken out
   * @param batches asks for the rest, with this stream's lifeline
   */
  PassStream(
      Calls calls,
      List<Entry> entries,
      Deque<ArchivePass> passes,
      Function<List<Entry>, BatchStream> batches,
      Lifeline lifeline,
      Runnable onClose) {
    super(lifeline, onClose);
    this.calls = calls;
    this.patience = calls.patience(lifeline);
    this.entries = entries;
    this.passes = passes;
    this.batches = batches;
    current = new CurrentEntry(calls, lifeline, patience, entries.get(0), this::endPass);
  }

  @Override
  @Nullable EntryReply advance() throws IOException {
    if (rest == null) {
      current.leave();
      EntryReply reply = nextOfPasses();
      if (reply != null) {
        return reply;
      }
      restIndexes = open();
      if (restIndexes.isEmpty()) {
        return null;
      }
      rest = batches.apply(restIndexes.stream().map(entries::get).toList());
    }
    EntryReply reply = rest.next();
    if (reply instanceof EntryReply.Failure failure) {
      return new EntryReply.Failure(
          restIndexes.get(failure.index()), failure.kind(), failure.message());
    }
    return reply instanceof EntryReply.Data data
        ? new EntryReply.Data(restIndexes.get(data.index()), data.size())
        : null;
  }

  private List<Integer> open() {
    List<Integer> open = new ArrayList<>();
    for (int i = answered.nextClearBit(0); i < entries.size(); i = answered.nextClearBit(i + 1)) {
      open.add(i);
    }
    return open;
  }

  private @Nullable EntryReply nextOfPasses() throws IOException {
    while (pass != null || !passes.isEmpty()) {
      if (pass == null) {
        pass = passes.remove();
      }
      try {
        EntryReply reply = nextMember(pass);
        if (reply != null) {
          return reply;
        }
      } catch (IOException e) {
        lifeline.check(e);
      }
      endPass();
    }
    return null;
  }

  /** Goes to the next member that is wanted; null at the end. */
  private @Nullable EntryReply nextMember(ArchivePass under) throws IOException {
    if (under.wanted().isEmpty()) {
      return null; // the server would search the rest of the archive in vain
    }
    if (members == null) {
      members = calls.select(under.archive(), "regexp", under.pattern(), lifeline);
    }
    for (MemberHeader member = members.next(); member != null; member = members.next()) {
      // Of members of one name a get-batch gives the first too.
      Integer index = under.wanted().remove(ArchivePass.bare(member.name()));
      // A server that does not know of selecting sends all of the archive.
      if (index != null) {
        patience.progress();
        answered.set(index);
        current.begin(entries.get(index), member.size());
        return new EntryReply.Data(index, member.size());
      }
    }
    return null;
  }

  @Override
  int fill(ByteBuffer dst) throws IOException {
    if (rest != null) {
      return rest.read(dst);
    }
    return current.read(dst, members == null ? null : members::read);
  }

  private void endPass() {
    lifeline.letGo();
    closeMembers();
    pass = null;
  }

  private void closeMembers() {
    if (members != null) {
      try {
        members.close();
      } catch (IOException e) {
        // It has been read, or given up.
      }
      members = null;
    }
  }

  @Override
  void release() {
    closeMembers();
    current.close();
    if (rest != null) {
      rest.release();
    }
  }
}
