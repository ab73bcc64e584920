package io.aisml.fs.tier;

import io.aisml.fetcher.plan.Plan;
import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.source.EntryStream;
import io.aisml.fetcher.source.ListingVisitor;
import io.aisml.fetcher.source.MemberVisitor;
import io.aisml.fetcher.source.ObjectInfo;
import io.aisml.fetcher.source.SourceCounters;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.ObjectRef;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A store with a second tier on a local disk in front of it: entries that are there come from it,
 * the others from the store, and are written to it as they pass. What it holds is checked against
 * the store's listing once, when the mount is made: bytes of an object that has another checksum,
 * version or size since are not found. All happens on the threads that load.
 */
public final class TieredSource implements BatchSource {
  /**
   * How long a mount is held back for the listing; what is loaded before it is through is not kept.
   */
  private static final Duration LISTING_WAIT = Duration.ofSeconds(1);

  private final BatchSource store;
  private final Tier tier;
  private final Identities identities;
  private final LongAdder hits = new LongAdder();
  private final LongAdder hitBytes = new LongAdder();
  private final LongAdder misses = new LongAdder();

  private TieredSource(BatchSource store, Tier tier, Identities identities) {
    this.store = store;
    this.tier = tier;
    this.identities = identities;
  }

  /**
   * Opens the tier.
   *
   * @param store stays the caller's: it is not closed with this
   * @param limit bytes of the directory
   * @throws IOException when the directory can't be written
   */
  public static TieredSource open(Plan plan, BatchSource store, Path directory, long limit)
      throws IOException, InterruptedException {
    Tier tier = Tier.open(directory, limit);
    Identities identities = new Identities(plan, store);
    try {
      identities.start(LISTING_WAIT);
    } catch (InterruptedException e) {
      identities.close();
      tier.close();
      throw e;
    }
    return new TieredSource(store, tier, identities);
  }

  /** What an entry is found by; null when that can't be told. */
  @Nullable Key key(Entry entry) {
    long identity = identities.of(entry.object());
    return identity == 0 ? null : Key.of(entry, identity);
  }

  Tier tier() {
    return tier;
  }

  void hit(long bytes) {
    hits.increment();
    hitBytes.add(bytes);
  }

  void missed() {
    misses.increment();
  }

  public TierStatus status() {
    return tier.status(hits.sum(), hitBytes.sum(), misses.sum());
  }

  @Override
  public EntryStream batch(List<Entry> entries) {
    return new TierStream(this, entries, store::batch);
  }

  @Override
  public EntryStream batchInAnyOrder(List<Entry> entries) {
    return new TierStream(this, entries, store::batchInAnyOrder);
  }

  @Override
  public EntryStream entry(Entry entry) {
    return new TierStream(this, List.of(entry), missing -> store.entry(missing.get(0)));
  }

  @Override
  public void connect(Duration within) throws IOException {
    store.connect(within);
  }

  @Override
  public ObjectInfo head(ObjectRef object) throws IOException {
    return store.head(object);
  }

  @Override
  public void list(Bucket bucket, String prefix, boolean archives, ListingVisitor visitor)
      throws IOException {
    store.list(bucket, prefix, archives, visitor);
  }

  @Override
  public void identify(Bucket bucket, String prefix, ListingVisitor visitor) throws IOException {
    store.identify(bucket, prefix, visitor);
  }

  @Override
  public boolean select(ObjectRef tar, String suffix, MemberVisitor visitor) throws IOException {
    return store.select(tar, suffix, visitor);
  }

  @Override
  public Optional<String> software() throws IOException {
    return store.software();
  }

  @Override
  public SourceCounters counters() {
    return store.counters();
  }

  @Override
  public void close() {
    identities.close();
    tier.close();
  }
}
