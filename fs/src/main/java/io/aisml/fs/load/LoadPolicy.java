package io.aisml.fs.load;

import io.aisml.fetcher.plan.Batch;
import io.aisml.fetcher.plan.Plan;
import io.aisml.fetcher.spec.ByteRange;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fs.cache.Member;
import io.aisml.fs.cache.Slabs;
import io.aisml.fs.load.Load.Item;
import io.aisml.fs.load.ReadingOrder.Pattern;
import io.aisml.fs.tree.Sizes;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Decides which requests an open asks for. The first touch of a segment loads it whole; while a
 * process reads in order the segments behind are loaded early; a file that has been loaded and has
 * left memory again comes with what stands behind it in order, alone otherwise. Once a process
 * reads at random all over a source that memory can't hold, only what is opened is loaded.
 *
 * <p>The monitor guards the segments and the reading order; loads are queued while it is held and
 * run elsewhere.
 */
final class LoadPolicy {
  /**
   * Entries and bytes that are under way before anybody asks, while reading is in order, for each
   * get-batch that may be in flight.
   */
  private static final int AHEAD_ENTRIES = Segments.MAX_ENTRIES;

  /** Positions of a segment at which several workers that read in order together may begin. */
  private static final int BEGINNING = 64;

  private static final long AHEAD_BYTES = 32L << 20;
  private static final int AHEAD_SEGMENTS = 4;

  private static final long SEGMENT_BYTES = 64L << 20;

  private final Plan plan;
  private final Sizes sizes;
  private final Members members;
  private final Chunks chunks;
  private final Loader loader;
  private final LoadListener listener;
  private final FetchMode mode;
  private final OptionalInt readAhead;
  private final Segments segments;
  private final ReadingOrder order = new ReadingOrder();
  private final ToldAhead told;
  private final long budget;

  /**
   * @param readAhead segments, or empty for what the sizes suggest
   * @param budget bytes of the cache
   */
  LoadPolicy(
      Plan plan,
      Sizes sizes,
      Members members,
      Chunks chunks,
      Loader loader,
      LoadListener listener,
      FetchMode mode,
      OptionalInt readAhead,
      long budget) {
    this.plan = plan;
    this.sizes = sizes;
    this.members = members;
    this.chunks = chunks;
    this.loader = loader;
    this.listener = listener;
    this.mode = mode;
    this.readAhead = readAhead;
    this.told = new ToldAhead(loader, mode, this::nextTold);
    this.budget = budget;
    this.segments = new Segments(plan, sizes, Math.min(SEGMENT_BYTES, budget / 4));
  }

  /** Whether a file is read chunk by chunk. One of unknown size is not, until its size is known. */
  boolean isSplit(int file) {
    long size = sizes.get(file);
    return chunks.mustSplit(size)
        || (size >= Costs.RANGES_TRIED
            && !plan.entry(file).isArchived()
            && chunks.paysToSplit(file, size));
  }

  /** A file that is read in one piece has been opened or is read: sees to it that it comes. */
  void touched(int pid, int file) {
    if (mode == FetchMode.ENTRY) {
      told.forget(file);
      loadAlone(file);
      return;
    }
    synchronized (this) {
      int batch = batchOf(pid, file);
      int position = segments.position(batch, file);
      Segment segment = segments.at(batch, position);
      Pattern pattern = order.step(pid, segment, position, segments::after);
      boolean inOrder = pattern == Pattern.IN_ORDER;
      // In this order: what is no longer waiting there has been claimed, and is seen.
      boolean wasTold = told.forget(file);
      Member member = members.get(file);
      if (member == null && ((wasTold && !inOrder) || isStray(pattern, position - segment.from))) {
        loadAlone(file);
      } else if (member == null) {
        demand(segment, position, inOrder);
      } else if (!member.isReady()) {
        if (segment.load != null) {
          segment.load.makeUrgent();
        }
        told.makeUrgent(member);
      }
      if (inOrder) {
        readAhead(segment);
      }
    }
  }

  /**
   * Whether only the file itself is worth loading. In a source of which memory can hold everything,
   * whole segments are: each is read sooner or later. Who reads in order begins at the beginning,
   * or is recognised by its next opens.
   */
  private boolean isStray(Pattern pattern, int positionInSegment) {
    boolean strays =
        pattern == Pattern.AT_RANDOM
            || (pattern == Pattern.ARRIVED && positionInSegment >= BEGINNING);
    return mode == FetchMode.AUTO && strays && !fits();
  }

  private boolean fits() {
    long count = plan.fileCount();
    long unknown = count - sizes.known();
    long bytes = sizes.knownBytes() + unknown * sizes.expectedOfUnknown();
    return bytes + count * Slabs.GRANULE <= budget / 2;
  }

  private void loadAlone(int file) {
    Member member = members.claim(file);
    if (member != null) {
      loader.add(new Load(List.of(item(member, file)), true, true));
    }
  }

  /** Whether a file can be told ahead: nobody loads it yet, and it is loaded in one piece. */
  boolean canBeTold(int file) {
    return members.get(file) == null && !isSplit(file);
  }

  /** Files will be read some time: they are loaded when nothing more urgent is to be done. */
  int tell(List<Integer> files) {
    return told.add(files);
  }

  /** The batch that the process is reading, when the file belongs to it, else the file's first. */
  private int batchOf(int pid, int file) {
    int[] batches = plan.batchesOf(file);
    if (batches.length > 1) {
      int last = order.lastBatch(pid);
      for (int batch : batches) {
        if (batch == last || batch == last + 1) {
          return batch;
        }
      }
    }
    return batches[0];
  }

  private void demand(Segment segment, int position, boolean inOrder) {
    if (position >= segment.next) {
      load(segment, segment.next, segment.to, position);
      segment.next = segment.to;
    } else {
      load(segment, position, inOrder ? segment.to : position + 1, position);
    }
  }

  private void readAhead(Segment reading) {
    int entries = 0;
    long bytes = 0;
    int count = 0;
    Segment segment = reading;
    while (segment != null && (count == 0 || mayGoOn(count, entries, bytes))) {
      if (!segment.foreseen) {
        segment.foreseen = true;
        listener.ahead(plan.batch(segment.batch), segment.from, segment.to);
      }
      if (segment.next < segment.to) {
        load(segment, segment.next, segment.to, -1);
        segment.next = segment.to;
      }
      if (count++ > 0) {
        entries += segment.to - segment.from;
        bytes += weight(segment);
      }
      segment = segments.after(segment);
    }
  }

  /** Whether one more segment may be loaded ahead, {@code count - 1} being ahead already. */
  private boolean mayGoOn(int count, int entries, long bytes) {
    if (readAhead.isPresent()) {
      return count <= readAhead.getAsInt();
    }
    int inFlight = loader.batchesInFlight();
    return count <= inFlight * AHEAD_SEGMENTS
        && entries < inFlight * AHEAD_ENTRIES
        && bytes < Math.min(inFlight * AHEAD_BYTES, budget / 2);
  }

  /** What a segment probably weighs, from what was known when it was first asked. */
  private long weight(Segment segment) {
    if (segment.weight < 0) {
      segment.weight = weigh(segment);
    }
    return segment.weight;
  }

  private long weigh(Segment segment) {
    Batch files = plan.batch(segment.batch);
    long bytes = 0;
    for (int i = segment.from; i < segment.to; i++) {
      bytes += sizes.expected(files.file(i));
    }
    return bytes;
  }

  /**
   * Queues a load of the positions that nobody loads yet.
   *
   * @param wanted the position that a reader waits for, or -1
   */
  private void load(Segment segment, int from, int to, int wanted) {
    Batch files = plan.batch(segment.batch);
    List<Item> items = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      int file = files.file(i);
      if (i != wanted && isSplit(file)) {
        continue;
      }
      Member member = members.claim(file);
      if (member != null) {
        items.add(item(member, file));
      }
    }
    if (!items.isEmpty()) {
      boolean alone = items.size() == 1 && mode != FetchMode.BATCH;
      segment.load = new Load(items, alone, wanted >= 0);
      loader.add(segment.load);
    }
  }

  /** The next load of files that were told ahead; null when there is none to be made. */
  @Nullable Load nextTold(List<Integer> files) {
    List<Item> items = new ArrayList<>(files.size());
    for (int file : files) {
      Member member = members.claim(file);
      if (member != null) {
        items.add(item(member, file));
      }
    }
    return items.isEmpty() ? null : Load.told(items);
  }

  private Item item(Member member, int file) {
    return new Item(member, file, plan.entry(file), ByteRange.WHOLE, sizes.expected(file));
  }

  /** A chunk of a large file is wanted; the ones behind it come along while they are in order. */
  void touchedChunk(int file, int chunk, int ahead) {
    long size = sizes.get(file);
    Entry entry = plan.entry(file);
    int last = chunks.chunkOf(Math.max(0, size - 1));
    for (int n = chunk; n <= Math.min(last, chunk + ahead); n++) {
      Member member = members.claim(Members.chunk(file, n));
      if (member != null) {
        ByteRange part = chunks.range(n, size);
        Item item = new Item(member, file, entry, part, part.length());
        loader.add(new Load(List.of(item), true, n == chunk));
      }
    }
  }

  /** A load of what was told ahead has ended: these come when there is room again. */
  void toldStopped(Load load, List<Item> rest) {
    told.ended(load, rest);
    rest.forEach(item -> loader.drop(item));
    told.loadNext();
  }

  /** A load stopped before these items and nobody waits for them: they may be asked for again. */
  void stopped(List<Item> rest) {
    synchronized (this) {
      for (Item item : rest) {
        if (item.member().key() == item.file()) {
          for (int batch : plan.batchesOf(item.file())) {
            int position = segments.position(batch, item.file());
            Segment segment = segments.at(batch, position);
            segment.next = Math.min(segment.next, position);
          }
        }
      }
    }
  }

  /** The member that a file's readers meet at, or null when nothing has been asked for. */
  @Nullable Member member(int file) {
    return members.get(file);
  }

  /** The member that the readers of a chunk meet at. */
  @Nullable Member chunk(int file, int chunk) {
    return members.get(Members.chunk(file, chunk));
  }
}
