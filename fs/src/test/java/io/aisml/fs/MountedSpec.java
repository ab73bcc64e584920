package io.aisml.fs;

import io.aisml.fetcher.plan.GeneratedFile;
import io.aisml.fetcher.plan.PlanBuilder;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.ByteRange;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.ObjectRef;
import io.aisml.fetcher.spec.Provider;
import io.aisml.fetcher.spec.SourceLine;
import io.aisml.fs.load.FetchMode;
import io.aisml.fs.tree.TextFile;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A plan over a {@link ScriptedSource}, built name by name, and the file system that shows it. */
@SuppressWarnings("NullAway.Init") // the file system is there once open() was called
final class MountedSpec implements AutoCloseable {
  private static final Bucket BUCKET = Bucket.of(Provider.AIS, "b");

  final ScriptedSource source = new ScriptedSource();
  final List<String> paths = new ArrayList<>();
  final List<Entry> entries = new ArrayList<>();
  private final PlanBuilder builder = new PlanBuilder();
  private final List<GeneratedFile> generated = new ArrayList<>();
  private final List<TextFile> texts = new ArrayList<>();
  private long cacheBytes = 64 << 20;
  private FetchMode fetch = FetchMode.BATCH;
  private OptionalInt readAhead = OptionalInt.empty();
  private SizeMode sizes = SizeMode.LAZY;
  private OpenMode open = OpenMode.ALWAYS;
  private Duration openTimeout = Duration.ofSeconds(20);
  private Duration negativeTtl = Duration.ofHours(1);
  private String directory = "";
  private BatchFileSystem fs;

  MountedSpec batch(String name) {
    builder.batch(name);
    directory = name.isEmpty() ? "" : name + "/";
    return this;
  }

  /** A file and the object behind it. */
  MountedSpec file(String path, int size) {
    Entry entry = Entry.of(new ObjectRef(BUCKET, directory + path));
    source.put(entry, size);
    return entry(path, entry);
  }

  /** A file whose size the plan knows. */
  MountedSpec ranged(String path, int size) {
    Entry whole = Entry.of(new ObjectRef(BUCKET, directory + path));
    source.put(whole, size);
    return entry(path, new Entry(whole.object(), "", new ByteRange(0, size)));
  }

  MountedSpec entry(String path, Entry entry) {
    builder.add(path, entry, new SourceLine("spec.json", entries.size() + 1));
    paths.add(directory + path);
    entries.add(entry);
    return this;
  }

  MountedSpec files(int count, int size) {
    for (int i = 0; i < count; i++) {
      file("%05d.bin".formatted(i), size);
    }
    return this;
  }

  MountedSpec cache(long bytes) {
    cacheBytes = bytes;
    return this;
  }

  MountedSpec fetch(FetchMode mode) {
    fetch = mode;
    return this;
  }

  MountedSpec readAhead(int batches) {
    readAhead = OptionalInt.of(batches);
    return this;
  }

  MountedSpec sizes(SizeMode mode) {
    sizes = mode;
    return this;
  }

  MountedSpec openMode(OpenMode mode) {
    open = mode;
    return this;
  }

  MountedSpec openTimeout(Duration timeout) {
    openTimeout = timeout;
    return this;
  }

  MountedSpec negativeTtl(Duration ttl) {
    negativeTtl = ttl;
    return this;
  }

  MountedSpec generated(String path, GeneratedFile file) {
    builder.generate("", path);
    generated.add(file);
    return this;
  }

  MountedSpec text(TextFile text) {
    texts.add(text);
    return this;
  }

  BatchFileSystem open() {
    try {
      fs =
          BatchFileSystem.open(
              builder.build(),
              source,
              new FsOptions(
                  cacheBytes,
                  fetch,
                  readAhead,
                  OptionalInt.empty(),
                  sizes,
                  open,
                  true,
                  openTimeout,
                  negativeTtl,
                  new Ownership(0, 0, Instant.EPOCH),
                  0444,
                  0555,
                  generated,
                  texts));
      return fs;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  Entry entry(String path) {
    return entries.get(paths.indexOf(path));
  }

  byte[] content(int i) {
    Entry entry = entries.get(i);
    try {
      int size = (int) source.head(entry.object()).size();
      return ScriptedSource.content(entry.object(), size);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    entries.forEach(source::letGo);
    source.letListingsGo();
    if (fs != null) {
      fs.shutdown();
    }
  }
}
