package io.aisml.fs.load;

import io.aisml.fetcher.plan.PlanSource;
import io.aisml.fetcher.source.EntryReply;
import io.aisml.fetcher.source.EntryStream;
import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.source.SourceException;
import io.aisml.fs.cache.Block;
import io.aisml.fs.cache.Member;
import io.aisml.fs.cache.MemberCache;
import io.aisml.fs.cache.Slabs;
import io.aisml.fs.load.Load.Item;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request and brings its members into the cache as they arrive. For one thread, which
 * never waits for a reader: AIStore cuts a client that stops reading, so when the budget is full
 * and nobody waits for the rest, the request is closed and the rest is left for later.
 */
final class LoadRun {
  private final Load load;
  private final LoadContext context;
  private final PlanSource source;
  private final MemberCache cache;

  /** Which items have come, as data or as a failure. */
  private final boolean[] settled;

  /** Bytes that are reserved for members still to come. */
  private long reserved;

  private long arrived;

  /**
   * @param reserved bytes that the caller has reserved; what is left of them is given back
   */
  LoadRun(Load load, LoadContext context, long reserved) {
    this.load = load;
    this.context = context;
    this.source = context.source();
    this.cache = context.cache();
    this.settled = new boolean[load.items().size()];
    this.reserved = reserved;
  }

  /** Runs to the end. Gives the items that did not come and did not fail either, in their order. */
  List<Item> run() {
    Timing timing = new Timing(context.costs(), kind());
    try (EntryStream stream = context.opened(open())) {
      EntryReply reply = stream.next();
      timing.replied();
      while (reply != null && settle(stream, reply)) {
        timing.came(reply);
        reply = stream.next();
      }
    } catch (IOException e) {
      failRest(e);
    } catch (RuntimeException | OutOfMemoryError e) {
      context.log().error("A load failed in an unexpected way: {}", e.toString(), e);
      failRest(new IOException("internal error: " + e, e));
    } finally {
      cache.unreserve(reserved);
      timing.end();
    }
    List<Item> rest = new ArrayList<>();
    for (int i = 0; i < settled.length; i++) {
      if (!settled[i]) {
        rest.add(load.items().get(i));
      }
    }
    return rest;
  }

  private Timing.Kind kind() {
    if (!load.isAlone()) {
      return Timing.Kind.BATCH;
    }
    return load.items().get(0).part().isWhole() ? Timing.Kind.WHOLE : Timing.Kind.RANGE;
  }

  /** Bytes of the members that have come. */
  long arrived() {
    return arrived;
  }

  private EntryStream open() throws IOException {
    if (load.isAlone()) {
      context.counters().entries.increment();
      Item item = load.items().get(0);
      return item.part().isWhole()
          ? source.file(item.file())
          : source.part(item.file(), item.part());
    }
    context.counters().batches.increment();
    return source.batch(load.items().stream().mapToInt(Item::file).toArray());
  }

  /** Takes one reply. False when the rest has to wait for another request. */
  private boolean settle(EntryStream stream, EntryReply reply) throws IOException {
    Item item = load.items().get(reply.index());
    if (reply instanceof EntryReply.Failure failure) {
      settled[failure.index()] = true;
      fail(item, failure.kind(), failure.message());
      return true;
    }
    long size = ((EntryReply.Data) reply).size();
    String conflict = context.checkSize(item, size);
    if (conflict != null) {
      settled[reply.index()] = true;
      fail(item, FailureKind.FAILED, conflict);
      return true;
    }
    if (context.isTooLarge(item, size)) {
      // Its size is known now: whoever waits for it asks again and is served chunk by chunk.
      settled[reply.index()] = true;
      context.drop(item.member());
      return false;
    }
    if (!makeRoom(item.member(), Slabs.footprint(size))) {
      context.counters().stops.increment();
      return false;
    }
    settled[reply.index()] = true;
    copy(stream, item, size);
    return true;
  }

  private boolean makeRoom(Member member, long bytes) {
    if (reserved < bytes) {
      long missing = bytes - reserved;
      if (!cache.reserve(missing, false)
          && !((member.isWaitedFor() || isRestWaitedFor()) && cache.reserve(missing, true))) {
        return false;
      }
      reserved += missing;
    }
    reserved -= bytes;
    return true;
  }

  private boolean isRestWaitedFor() {
    for (int i = 0; i < settled.length; i++) {
      if (!settled[i] && load.items().get(i).member().isWaitedFor()) {
        return true;
      }
    }
    return false;
  }

  private void copy(EntryStream stream, Item item, long size) throws IOException {
    Member member = item.member();
    try {
      Block block = cache.allocate(size);
      member.begin(block);
      long filled = fill(stream, member, block);
      if (filled != size) {
        throw new SourceException(
            FailureKind.FAILED, item + ": " + filled + " bytes came instead of " + size);
      }
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      fail(item, kind(e), message(e));
      throw e;
    }
    if (load.isTold()) {
      cache.addPerishable(member);
    } else {
      cache.addUnread(member);
    }
    member.complete();
    context.loaded(item);
    context.counters().members.increment();
    context.counters().bytes.add(size);
    arrived += size;
  }

  private static long fill(EntryStream stream, Member member, Block block) throws IOException {
    long filled = 0;
    for (ByteBuffer slice : block.writable()) {
      while (slice.hasRemaining()) {
        int n = stream.read(slice);
        if (n < 0) {
          return filled;
        }
        filled += n;
        if (filled < block.size()) {
          member.filled(filled);
        }
      }
    }
    return filled;
  }

  private void failRest(IOException cause) {
    List<Item> rest = new ArrayList<>();
    for (int i = 0; i < settled.length; i++) {
      if (!settled[i]) {
        settled[i] = true;
        rest.add(load.items().get(i));
      }
    }
    if (!rest.isEmpty()) {
      fail(rest, kind(cause), message(cause));
    }
  }

  private void fail(Item item, FailureKind kind, String message) {
    fail(List.of(item), kind, message);
  }

  private void fail(List<Item> items, FailureKind kind, String message) {
    context.counters().failures.add(items.size());
    context.failed(items, kind, message);
    items.forEach(item -> item.member().fail(kind, System.nanoTime()));
  }

  private static FailureKind kind(Throwable cause) {
    return cause instanceof SourceException failure ? failure.kind() : FailureKind.FAILED;
  }

  private static String message(Throwable cause) {
    @Nullable String message = cause.getMessage();
    return message == null ? cause.toString() : message;
  }
}
