package io.aisml.fs.tier;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fetcher.plan.Plan;
import io.aisml.fetcher.plan.PlanBuilder;
import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.source.EntryReply;
import io.aisml.fetcher.source.EntryStream;
import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.source.ListedObject;
import io.aisml.fetcher.source.ListingVisitor;
import io.aisml.fetcher.source.ObjectInfo;
import io.aisml.fetcher.source.SourceCounters;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.ObjectRef;
import io.aisml.fetcher.spec.Provider;
import io.aisml.fetcher.spec.SourceLine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A store whose objects follow from their names and versions, and which counts what it gives. */
final class VersionedStore implements BatchSource {
  private static final Bucket BUCKET = Bucket.of(Provider.AIS, "b");

  /** Versions by name; an object of version 0 has no identity. */
  private final Map<String, Integer> versions = new TreeMap<>();

  private final int size;

  /** The names that were asked for. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  private final SourceCounters counters = new SourceCounters();

  VersionedStore(int objects, int size) {
    this.size = size;
    for (int i = 0; i < objects; i++) {
      versions.put("d/%05d".formatted(i), 1);
    }
  }

  void version(int object, int version) {
    versions.put("d/%05d".formatted(object), version);
  }

  List<Entry> entries() {
    return versions.keySet().stream().map(n -> Entry.of(new ObjectRef(BUCKET, n))).toList();
  }

  Plan plan() {
    PlanBuilder builder = new PlanBuilder();
    builder.batch("");
    for (Entry entry : entries()) {
      builder.add(entry.object().name(), entry, new SourceLine("spec.json", 1));
    }
    return builder.build();
  }

  byte[] content(Entry entry) {
    String name = entry.object().name();
    byte[] bytes = new byte[size];
    new Random(31L * name.hashCode() + versions.getOrDefault(name, 0)).nextBytes(bytes);
    return bytes;
  }

  /** Reads entries through some source, in one request, and compares each. */
  void assertReads(BatchSource source, List<Entry> entries) throws IOException {
    List<Integer> seen = new ArrayList<>();
    try (EntryStream stream = source.batch(entries)) {
      for (EntryReply reply = stream.next(); reply != null; reply = stream.next()) {
        assertThat(reply).isInstanceOf(EntryReply.Data.class);
        ByteBuffer bytes = ByteBuffer.allocateDirect((int) ((EntryReply.Data) reply).size());
        stream.readFully(bytes);
        byte[] got = new byte[bytes.flip().remaining()];
        bytes.get(got);
        assertThat(got).isEqualTo(content(entries.get(reply.index())));
        seen.add(reply.index());
      }
    }
    assertThat(seen).hasSameSizeAs(entries).doesNotHaveDuplicates();
  }

  @Override
  public void connect(Duration within) {}

  @Override
  public EntryStream batch(List<Entry> entries) {
    entries.forEach(entry -> asked.add(entry.object().name()));
    return new Reply(entries);
  }

  @Override
  public EntryStream entry(Entry entry) {
    return batch(List.of(entry));
  }

  @Override
  public ObjectInfo head(ObjectRef object) {
    return new ObjectInfo(size);
  }

  @Override
  public void list(Bucket bucket, String prefix, boolean archives, ListingVisitor visitor)
      throws IOException {
    identify(bucket, prefix, visitor);
  }

  @Override
  public void identify(Bucket bucket, String prefix, ListingVisitor visitor) throws IOException {
    for (Map.Entry<String, Integer> each : versions.entrySet()) {
      String identity = each.getValue() == 0 ? "" : "v" + each.getValue();
      if (each.getKey().startsWith(prefix)
          && !visitor.visit(new ListedObject(each.getKey(), size, false, identity))) {
        return;
      }
    }
  }

  @Override
  public SourceCounters counters() {
    return counters;
  }

  @Override
  public void close() {}

  private final class Reply implements EntryStream {
    private final List<Entry> entries;
    private int next;
    private ByteBuffer left = ByteBuffer.allocate(0);

    Reply(List<Entry> entries) {
      this.entries = entries;
    }

    @Override
    public @Nullable EntryReply next() {
      if (next == entries.size()) {
        return null;
      }
      Entry entry = entries.get(next);
      if (!versions.containsKey(entry.object().name())) {
        return new EntryReply.Failure(next++, FailureKind.NOT_FOUND, "no " + entry);
      }
      left = ByteBuffer.wrap(content(entry));
      return new EntryReply.Data(next++, left.remaining());
    }

    @Override
    public int read(ByteBuffer dst) {
      if (!left.hasRemaining()) {
        return -1;
      }
      int count = Math.min(Math.min(1500, dst.remaining()), left.remaining());
      dst.put(left.slice(left.position(), count));
      left.position(left.position() + count);
      return count;
    }

    @Override
    public void close() {}
  }
}
