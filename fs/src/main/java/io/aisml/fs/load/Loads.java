package io.aisml.fs.load;

import io.aisml.fetcher.plan.Plan;
import io.aisml.fetcher.plan.PlanSource;
import io.aisml.fs.cache.Member;
import io.aisml.fs.cache.MemberCache;
import io.aisml.fs.load.Load.Item;
import io.aisml.fs.tree.Sizes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings files into memory: what the rest of the file system knows of loading. All methods may be
 * called by any thread and none waits.
 */
public final class Loads implements AutoCloseable {
  private static final int SINGLES_PER_BATCH = 4;

  private final Chunks chunks;
  private final MemberCache cache;
  private final LoadContext context;
  private final Loader loader;
  private final LoadPolicy policy;

  public Loads(
      Plan plan,
      PlanSource source,
      Sizes sizes,
      FailureLog failures,
      LoadOptions options,
      LoadListener listener) {
    Members members = new Members(plan.fileCount(), options.negativeTtl().toNanos());
    this.cache = new MemberCache(options.cacheBytes(), members::forget);
    Costs costs = new Costs();
    this.chunks = new Chunks(cache.budget(), options.fetch(), costs);
    this.context =
        new LoadContext(costs, source, members, cache, sizes, chunks, failures, listener);
    this.loader =
        new Loader(
            context,
            inFlight(options),
            options.requests().orElse(InFlight.USUAL) * SINGLES_PER_BATCH,
            this::stopped,
            this::toldEnded);
    this.policy =
        new LoadPolicy(
            plan,
            sizes,
            members,
            chunks,
            loader,
            listener,
            options.fetch(),
            options.readAhead(),
            cache.budget());
    loader.start();
  }

  private static InFlight inFlight(LoadOptions options) {
    return options.requests().isPresent()
        ? InFlight.fixed(options.requests().getAsInt())
        : InFlight.measured(options.refusals());
  }

  private void toldEnded(Load load, List<Item> rest) {
    policy.toldStopped(load, rest);
  }

  private void stopped(List<Item> rest) {
    policy.stopped(rest);
  }

  /** Whether a file is read chunk by chunk. */
  public boolean isSplit(int file) {
    return policy.isSplit(file);
  }

  /** How large files are divided. */
  public Chunks chunks() {
    return chunks;
  }

  /**
   * A whole file is wanted: sees to it that it comes.
   *
   * @param pid the process that wants it, 0 when unknown
   * @return the member to wait for; null when it has come and gone meanwhile
   */
  public @Nullable Member want(int pid, int file) {
    policy.touched(pid, file);
    return policy.member(file);
  }

  /** Whether a file can be loaded ahead, as a whole, and is not in memory or on its way. */
  public boolean canBeTold(int file) {
    return policy.canBeTold(file);
  }

  /**
   * Whole files will be wanted some time, in this order: they are loaded when nothing more urgent
   * is to be done.
   *
   * @return how many of them were taken; what is behind them is one too many
   */
  public int tell(List<Integer> files) {
    return policy.tell(files);
  }

  /** A chunk of a file is wanted; {@code inOrder} brings the ones behind it as well. */
  public @Nullable Member wantChunk(int file, int chunk, boolean inOrder) {
    policy.touchedChunk(file, chunk, inOrder ? Chunks.AHEAD : 0);
    return policy.chunk(file, chunk);
  }

  /** The member of a whole file if it is in memory or on its way. */
  public @Nullable Member member(int file) {
    return policy.member(file);
  }

  /** The member of a chunk if it is in memory or on its way. */
  public @Nullable Member chunk(int file, int chunk) {
    return policy.chunk(file, chunk);
  }

  /** A member has been read to its end: it may leave memory. */
  public void read(Member member) {
    if (Members.isChunk(member.key())) {
      cache.markPassed(member);
    } else {
      cache.markRead(member);
    }
  }

  /** Nobody tells any more what has been read: all that is in memory may leave. */
  public void readAll() {
    cache.markAllRead();
  }

  public LoadStatus status() {
    LoadCounters counters = context.counters();
    return new LoadStatus(
        cache.usage(),
        loader.queued(),
        loader.batchesInFlight(),
        counters.batches.sum(),
        counters.entries.sum(),
        counters.members.sum(),
        counters.bytes.sum(),
        counters.failures.sum(),
        counters.stops.sum());
  }

  /** Ends all requests; whoever waits is told that the load failed. */
  @Override
  public void close() {
    loader.close();
  }
}
