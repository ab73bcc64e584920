package io.aisml.fetcher.download;

import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.source.EntryReply;
import io.aisml.fetcher.source.EntryStream;
import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.source.ListingVisitor;
import io.aisml.fetcher.source.ObjectInfo;
import io.aisml.fetcher.source.SourceCounters;
import io.aisml.fetcher.source.SourceException;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.ObjectRef;
import io.aisml.fetcher.spec.Provider;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A store whose objects say by their names what becomes of them in a batch: {@code late-*} come
 * after all others, {@code gone-*} fail at once and {@code lost-*} at the end, {@code short-*} have
 * a byte less than announced, {@code hang} never comes. An object's content is its name.
 */
final class ScriptedStore implements BatchSource {
  private final SourceCounters counters = new SourceCounters();

  /** Sizes of the requests, in the order in which they came. */
  final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());

  /** Names of the objects that were asked for alone. */
  final List<String> singles = Collections.synchronizedList(new ArrayList<>());

  /** Counted down when somebody waits for {@code hang}. */
  final CountDownLatch hanging = new CountDownLatch(1);

  static WantedMember wanted(String name) {
    return WantedMember.of(Entry.of(new ObjectRef(Bucket.of(Provider.AIS, "b"), name)), false);
  }

  @Override
  public void connect(Duration within) {}

  @Override
  public EntryStream batch(List<Entry> entries) {
    batches.add(entries.size());
    List<EntryReply> replies = new ArrayList<>();
    for (String prefix : List.of("gone-", "", "late-", "lost-")) {
      for (int i = 0; i < entries.size(); i++) {
        String name = entries.get(i).object().name();
        String kind = name.matches("(gone|late|lost)-.*") ? name.substring(0, 5) : "";
        if (kind.equals(prefix)) {
          replies.add(reply(i, name));
        }
      }
    }
    return new Replies(entries, replies);
  }

  @Override
  public EntryStream entry(Entry entry) {
    singles.add(entry.object().name());
    return new Replies(List.of(entry), List.of(reply(0, entry.object().name())));
  }

  private static EntryReply reply(int index, String name) {
    return name.startsWith("gone-") || name.startsWith("lost-")
        ? new EntryReply.Failure(
            index, FailureKind.NOT_FOUND, "ais://b/" + name + " does not exist")
        : new EntryReply.Data(index, name.length());
  }

  @Override
  public ObjectInfo head(ObjectRef object) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void list(Bucket bucket, String prefix, boolean archives, ListingVisitor visitor) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void identify(Bucket bucket, String prefix, ListingVisitor visitor) {
    list(bucket, prefix, false, visitor);
  }

  @Override
  public SourceCounters counters() {
    return counters;
  }

  @Override
  public void close() {}

  private final class Replies implements EntryStream {
    private final List<Entry> entries;
    private final List<EntryReply> replies;
    private final CountDownLatch closed = new CountDownLatch(1);
    private int at = -1;
    private ByteBuffer rest = ByteBuffer.allocate(0);

    Replies(List<Entry> entries, List<EntryReply> replies) {
      this.entries = entries;
      this.replies = replies;
    }

    @Override
    public @Nullable EntryReply next() throws SourceException {
      if (++at >= replies.size()) {
        return null;
      }
      String name = entries.get(replies.get(at).index()).object().name();
      if (name.equals("hang")) {
        hang();
      }
      rest = ByteBuffer.wrap(name.getBytes(StandardCharsets.UTF_8));
      if (name.startsWith("short-")) {
        rest.limit(name.length() - 1);
      }
      return replies.get(at);
    }

    private void hang() throws SourceException {
      hanging.countDown();
      try {
        closed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new SourceException(FailureKind.FAILED, "the request was closed");
    }

    @Override
    public int read(ByteBuffer dst) {
      int count = Math.min(Math.min(dst.remaining(), rest.remaining()), 3);
      dst.put(rest.slice(rest.position(), count));
      rest.position(rest.position() + count);
      return count == 0 ? -1 : count;
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }
}
