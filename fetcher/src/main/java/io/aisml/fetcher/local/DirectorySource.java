package io.aisml.fetcher.local;

import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.source.EntryStream;
import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.source.ListingVisitor;
import io.aisml.fetcher.source.ObjectInfo;
import io.aisml.fetcher.source.SourceCounters;
import io.aisml.fetcher.source.SourceException;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.ObjectRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A directory as a store. The bucket {@code ais://speech} is the directory {@code ROOT/ais/speech},
 * {@code s3://speech} is {@code ROOT/aws/speech}, {@code ais://@uuid#ns/speech} is {@code
 * ROOT/ais/@uuid#ns/speech}; each regular file below it is an object, named by its relative path.
 * Symbolic links are followed as long as they stay in the root. An object name that can't be a
 * relative path ({@code a//b}, {@code ../x}) is an object that does not exist.
 */
public final class DirectorySource implements BatchSource {
  private final StoreLayout layout;
  private final TarIndexes indexes = new TarIndexes();
  private final SourceCounters counters = new SourceCounters();

  public DirectorySource(Path root) {
    layout = new StoreLayout(root.toAbsolutePath());
  }

  @Override
  public void connect(Duration within) throws IOException {
    Path root = layout.root();
    if (!Files.isDirectory(root)) {
      throw new SourceException(
          FailureKind.FAILED, root + " is no directory: name one that holds buckets as ais/BUCKET");
    }
    if (!Files.isReadable(root) || !Files.isExecutable(root)) {
      throw new SourceException(FailureKind.DENIED, root + " can't be read: no permission");
    }
  }

  @Override
  public EntryStream batch(List<Entry> entries) {
    counters.batchRequests.increment();
    return new DirectoryStream(layout, indexes, counters, entries);
  }

  @Override
  public EntryStream entry(Entry entry) {
    counters.entryRequests.increment();
    return new DirectoryStream(layout, indexes, counters, List.of(entry));
  }

  @Override
  public ObjectInfo head(ObjectRef object) throws IOException {
    counters.metadataRequests.increment();
    try {
      return new ObjectInfo(Files.size(layout.object(object)));
    } catch (IOException e) {
      throw LocalFailure.of(object, e);
    }
  }

  @Override
  public void list(Bucket bucket, String prefix, boolean archives, ListingVisitor visitor)
      throws IOException {
    counters.metadataRequests.increment();
    try {
      new DirectoryListing(layout, prefix, archives, visitor).walk(layout.bucket(bucket), "");
    } catch (IOException e) {
      throw LocalFailure.of(bucket, e);
    }
  }

  /** A file's time and size tell too little to be an identity. */
  @Override
  public void identify(Bucket bucket, String prefix, ListingVisitor visitor) throws IOException {
    list(bucket, prefix, false, visitor);
  }

  @Override
  public SourceCounters counters() {
    return counters;
  }

  @Override
  public void close() {
    // holds nothing between two calls
  }
}
