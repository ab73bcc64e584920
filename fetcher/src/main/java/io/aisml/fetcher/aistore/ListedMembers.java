package io.aisml.fetcher.aistore;

import io.aisml.fetcher.archive.ArchiveFormat;
import io.aisml.fetcher.archive.ArchiveReader;
import io.aisml.fetcher.archive.MemberStream;
import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.source.ListingVisitor;
import io.aisml.fetcher.source.SourceException;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.ObjectRef;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Members that AIStore lists and does not find: it lists {@code ./a} as {@code a}, and takes
 * neither name for it (AIStore {@code cmn/archive/list.go} and {@code read.go: namesEq}). Their
 * shard is fetched once and decoded here; its members are kept in a temporary file for those that
 * ask next.
 */
final class ListedMembers implements Closeable {
  /** Shards whose listings and members are kept. */
  private static final int MAX_SHARDS = 8;

  /** Bytes in temporary files; the last shard may have more. */
  private static final long MAX_BYTES = 4L << 30;

  private static final long POLL_MILLIS = 100;

  private final Calls calls;

  /** In order of use; guarded by this. */
  private final Map<ObjectRef, Shard> shards = new LinkedHashMap<>(16, 0.75f, true);

  ListedMembers(Calls calls) {
    this.calls = calls;
  }

  private static final class Shard {
    /** Held by whoever asks the store for it, and by whoever drops it. */
    private final ReentrantLock asking = new ReentrantLock();

    private @Nullable Set<String> listed; // guarded by asking
    private volatile @Nullable KeptMembers kept; // written under asking
  }

  /** Whether the entry is a member that was fetched before. */
  boolean has(Entry entry) {
    Shard shard = known(entry.object());
    KeptMembers kept = shard == null ? null : shard.kept;
    return kept != null && kept.has(entry.archpath());
  }

  /**
   * Opens a member that a look-up has not found, or that {@link #has} has.
   *
   * @return null when the store does not list it either
   */
  @Nullable EntryBody open(Entry entry, long offset, Lifeline lifeline) throws IOException {
    Shard shard = shard(entry.object());
    KeptMembers kept = shard.kept;
    if (kept == null) {
      await(shard.asking, lifeline);
      try {
        kept = shard.kept == null ? fetch(shard, entry, lifeline) : shard.kept;
        shard.kept = kept;
      } finally {
        shard.asking.unlock();
      }
      drop(shard);
    }
    return kept != null && kept.has(entry.archpath())
        ? EntryBody.ofKept(kept, entry, offset)
        : null;
  }

  /** Fetches the shard, if the entry is listed. */
  private @Nullable KeptMembers fetch(Shard shard, Entry entry, Lifeline lifeline)
      throws IOException {
    Set<String> listed = shard.listed;
    if (listed == null) {
      listed = isThere(entry.object(), lifeline) ? list(entry.object(), lifeline) : Set.of();
      shard.listed = listed;
    }
    var format = ArchiveFormat.ofName(entry.object().name());
    if (format.isEmpty() || !listed.contains(entry.archpath())) {
      return null;
    }
    HttpReply reply = calls.get(Entry.of(entry.object()), "", lifeline);
    try (reply;
        MemberStream members = ArchiveReader.open(format.get(), reply.body())) {
      return KeptMembers.of(members);
    }
  }

  /** Cheaper than a listing, in which every object of the bucket is looked at. */
  private boolean isThere(ObjectRef object, Lifeline lifeline) throws IOException {
    try {
      return calls.size(object, lifeline) > 0;
    } catch (RefusedException e) {
      if (e.kind() == FailureKind.NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  /** The names of a shard's members; none when this user must not list them. */
  private Set<String> list(ObjectRef object, Lifeline lifeline) throws IOException {
    String above = object.name() + "/";
    Set<String> names = new HashSet<>();
    ListingVisitor visitor =
        listed -> {
          if (listed.archived() && listed.name().startsWith(above)) {
            names.add(listed.name().substring(above.length()));
          }
          return true;
        };
    try {
      new Listing(calls, object.bucket(), object.name(), true, false).visit(visitor, lifeline);
    } catch (SourceException e) {
      if (e.kind() != FailureKind.DENIED) {
        throw e;
      }
    }
    return names;
  }

  private synchronized @Nullable Shard known(ObjectRef object) {
    return shards.get(object);
  }

  private synchronized Shard shard(ObjectRef object) {
    return shards.computeIfAbsent(object, unused -> new Shard());
  }

  /** Drops the shards that were used longest ago, as far as nobody is asking for them. */
  private synchronized void drop(Shard last) {
    long bytes = shards.values().stream().mapToLong(ListedMembers::bytes).sum();
    Iterator<Shard> oldest = shards.values().iterator();
    while ((shards.size() > MAX_SHARDS || bytes > MAX_BYTES) && oldest.hasNext()) {
      Shard shard = oldest.next();
      if (shard != last && shard.asking.tryLock()) {
        try {
          bytes -= bytes(shard);
          oldest.remove();
          close(shard);
        } finally {
          shard.asking.unlock();
        }
      }
    }
  }

  private static long bytes(Shard shard) {
    KeptMembers kept = shard.kept;
    return kept == null ? 0 : kept.size();
  }

  private static void close(Shard shard) {
    KeptMembers kept = shard.kept;
    if (kept != null) {
      try {
        kept.close();
      } catch (IOException e) {
        // of a file that is only read now: nothing is lost
      }
    }
  }

  private static void await(ReentrantLock lock, Lifeline lifeline) throws IOException {
    try {
      while (!lock.tryLock(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        lifeline.check(null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      lifeline.check(null);
      throw new IllegalStateException(e);
    }
  }

  /** Ends the readings too. */
  @Override
  public synchronized void close() {
    for (Shard shard : shards.values()) {
      close(shard);
    }
  }
}
