package io.aisml.fetcher.aistore;

import io.aisml.fetcher.archive.MemberHeader;
import io.aisml.fetcher.archive.MemberStream;
import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.source.EntryStream;
import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.source.ListingVisitor;
import io.aisml.fetcher.source.MemberVisitor;
import io.aisml.fetcher.source.ObjectInfo;
import io.aisml.fetcher.source.SourceCounters;
import io.aisml.fetcher.source.SourceException;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.ObjectRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An AIStore cluster. Requests are sent by the first {@code next()} of a stream, in the thread that
 * calls it; {@code close()} ends whatever is under way.
 */
public final class AistoreSource implements BatchSource {
  private final SourceCounters counters = new SourceCounters();
  private final AistoreConfig config;
  private final Calls calls;
  private final BadBuckets badBuckets;
  private final ServerVersion version;

  /** Of all calls and open streams. */
  private final Set<Lifeline> lifelines = ConcurrentHashMap.newKeySet();

  private volatile boolean closed;

  private AistoreSource(AistoreConfig config, TlsContext tls, WaitListener waits) {
    this.config = config;
    calls = new Calls(config, tls, counters, waits);
    badBuckets = new BadBuckets(calls);
    version = new ServerVersion(calls);
  }

  /**
   * Opens a source, without sending anything.
   *
   * @throws IOException naming the TLS file that cannot be used
   */
  public static AistoreSource open(AistoreConfig config) throws IOException {
    return open(config, WaitListener.NONE);
  }

  /**
   * Opens a source, without sending anything.
   *
   * @param waits told by any thread
   * @throws IOException naming the TLS file that cannot be used
   */
  public static AistoreSource open(AistoreConfig config, WaitListener waits) throws IOException {
    return new AistoreSource(config, TlsContext.of(config.tls()), waits);
  }

  @Override
  public void connect(Duration within) throws IOException {
    call(
        within,
        "connect to " + calls.endpoints(),
        lifeline -> {
          try {
            calls.listBuckets(lifeline);
          } catch (RefusedException e) {
            // A token that may not list buckets may still read them, and a cluster that has too
            // many requests is there.
            if (e.error().verdict() != ServerError.Verdict.FORBIDDEN && e.error().status() != 429) {
              throw e;
            }
          }
          return true;
        });
  }

  @Override
  public Optional<String> software() throws IOException {
    String told = call(config.deadline(), "ask for the version", version::version).strip();
    return told.isEmpty() ? Optional.empty() : Optional.of("AIStore " + told);
  }

  @Override
  public EntryStream batch(List<Entry> entries) throws IOException {
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("a batch of no entries");
    }
    Lifeline lifeline = newLifeline();
    return new BatchStream(
        calls, badBuckets, version, entries, lifeline, () -> lifelines.remove(lifeline));
  }

  @Override
  public EntryStream batchInAnyOrder(List<Entry> entries) throws IOException {
    Deque<ArchivePass> passes = ArchivePass.of(entries);
    if (passes.isEmpty()) {
      return batch(entries);
    }
    Lifeline lifeline = newLifeline();
    return new PassStream(
        calls,
        entries,
        passes,
        rest -> new BatchStream(calls, badBuckets, version, rest, lifeline, () -> {}),
        lifeline,
        () -> lifelines.remove(lifeline));
  }

  @Override
  public EntryStream entry(Entry entry) throws IOException {
    Lifeline lifeline = newLifeline();
    return new SingleEntryStream(calls, entry, lifeline, () -> lifelines.remove(lifeline));
  }

  @Override
  public ObjectInfo head(ObjectRef object) throws IOException {
    IllegalName illegal = IllegalName.in(Entry.of(object));
    if (illegal != null) {
      throw new SourceException(illegal.kind(), illegal.message());
    }
    return call(
        config.deadline(),
        object.toString(),
        lifeline -> new ObjectInfo(calls.size(object, lifeline)));
  }

  @Override
  public void list(Bucket bucket, String prefix, boolean archives, ListingVisitor visitor)
      throws IOException {
    visit(new Listing(calls, bucket, prefix, archives, false), visitor);
  }

  @Override
  public void identify(Bucket bucket, String prefix, ListingVisitor visitor) throws IOException {
    visit(new Listing(calls, bucket, prefix, false, true), visitor);
  }

  @Override
  public boolean select(ObjectRef tar, String suffix, MemberVisitor visitor) throws IOException {
    try {
      return call(
          config.deadline(), tar.toString(), lifeline -> select(tar, suffix, visitor, lifeline));
    } catch (SourceException e) {
      if (e.kind() == FailureKind.NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  private boolean select(ObjectRef tar, String suffix, MemberVisitor visitor, Lifeline lifeline)
      throws IOException {
    try (MemberStream members = calls.select(tar, "suffix", suffix, lifeline)) {
      for (MemberHeader member = members.next(); member != null; member = members.next()) {
        // A server that does not know of selecting sends all of the tar.
        if (member.size() <= MAX_SELECTED_BYTES && member.name().endsWith(suffix)) {
          ByteBuffer content = ByteBuffer.allocate((int) member.size());
          while (content.hasRemaining() && members.read(content) >= 0) {
            // as many bytes as are at hand come at a time
          }
          visitor.member(member.name(), content.array());
        }
      }
      return true;
    }
  }

  private void visit(Listing listing, ListingVisitor visitor) throws IOException {
    Lifeline lifeline = newLifeline();
    try {
      listing.visit(visitor, lifeline);
    } finally {
      lifelines.remove(lifeline);
    }
  }

  @Override
  public SourceCounters counters() {
    return counters;
  }

  @Override
  public void close() {
    closed = true;
    lifelines.forEach(Lifeline::close);
    calls.close();
  }

  @FunctionalInterface
  private interface Call<T> {
    T call(Lifeline lifeline) throws IOException;
  }

  /** Repeats a call until it succeeds, fails for good or the time is over. */
  private <T> T call(Duration within, String what, Call<T> call) throws IOException {
    Lifeline lifeline = newLifeline();
    Patience patience = calls.patience(lifeline, within);
    try {
      while (true) {
        try {
          return call.call(lifeline);
        } catch (RefusedException e) {
          switch (e.error().verdict()) {
            case THROTTLED, TRANSIENT, FAULT -> patience.pause(what, e);
            default -> throw e.asSourceException(what);
          }
        } catch (SourceException e) {
          throw e;
        } catch (IOException e) {
          patience.pause(what, e);
        }
      }
    } finally {
      lifelines.remove(lifeline);
    }
  }

  private Lifeline newLifeline() throws SourceException {
    Lifeline lifeline = new Lifeline();
    lifelines.add(lifeline);
    if (closed) {
      lifelines.remove(lifeline);
      throw new SourceException(FailureKind.FAILED, "the source is closed");
    }
    return lifeline;
  }
}
