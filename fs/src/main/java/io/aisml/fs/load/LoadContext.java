package io.aisml.fs.load;

import io.aisml.fetcher.plan.PlanSource;
import io.aisml.fetcher.source.EntryStream;
import io.aisml.fetcher.source.FailureKind;
import io.aisml.fs.cache.Member;
import io.aisml.fs.cache.MemberCache;
import io.aisml.fs.load.Load.Item;
import io.aisml.fs.tree.Sizes;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all loads of a mount share. */
final class LoadContext {
  private final Logger log = LoggerFactory.getLogger(Loader.class);
  private final LoadCounters counters = new LoadCounters();
  private final Costs costs;
  private final PlanSource source;
  private final Members members;
  private final MemberCache cache;
  private final Sizes sizes;
  private final Chunks chunks;
  private final FailureLog failures;
  private final LoadListener listener;

  /** Requests that are running, so that an unmount can end them. */
  private final Set<EntryStream> running = ConcurrentHashMap.newKeySet();

  private volatile boolean closed;

  LoadContext(
      Costs costs,
      PlanSource source,
      Members members,
      MemberCache cache,
      Sizes sizes,
      Chunks chunks,
      FailureLog failures,
      LoadListener listener) {
    this.costs = costs;
    this.source = source;
    this.members = members;
    this.cache = cache;
    this.sizes = sizes;
    this.chunks = chunks;
    this.failures = failures;
    this.listener = listener;
  }

  Logger log() {
    return log;
  }

  LoadCounters counters() {
    return counters;
  }

  Costs costs() {
    return costs;
  }

  PlanSource source() {
    return source;
  }

  MemberCache cache() {
    return cache;
  }

  /** Takes note of a file's size; the reason when it is not the one known before. */
  @Nullable String checkSize(Item item, long size) {
    if (item.member().key() != item.file()) {
      return size == item.expected()
          ? null
          : item + ": " + size + " bytes came instead of " + item.expected();
    }
    return sizes.learn(item.file(), size)
        ? null
        : item
            + ": has "
            + size
            + " bytes, had "
            + sizes.get(item.file())
            + " before: the object changed behind the mount, mount again";
  }

  /** Whether a file of this size can't be held in one piece. */
  boolean isTooLarge(Item item, long size) {
    return item.member().key() == item.file() && chunks.mustSplit(size);
  }

  /** Gives a member up: whoever waits for it asks again. */
  void drop(Member member) {
    members.forget(member);
    member.leave();
  }

  /** Items failed for one reason. */
  void failed(List<Item> items, FailureKind kind, String message) {
    if (!closed) {
      failures.add(items.stream().map(Item::file).toList(), kind, message);
    }
  }

  /** An item's bytes are in memory and its waiters have been answered. */
  void loaded(Item item) {
    if (item.member().key() == item.file()) {
      listener.loaded(item.file(), item.member());
    } else {
      listener.partLoaded(item.file());
    }
  }

  /** A request that {@link #close} is to end. */
  EntryStream opened(EntryStream stream) {
    EntryStream tracked = new TrackedStream(stream, running);
    if (closed) {
      tracked.close();
    }
    return tracked;
  }

  void close() {
    closed = true;
    running.forEach(EntryStream::close);
  }
}
