package io.aisml.fs.load;

import io.aisml.fetcher.source.FailureKind;
import io.aisml.fs.cache.MemberCache;
import io.aisml.fs.cache.Slabs;
import io.aisml.fs.load.Load.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The threads that send requests: some for get-batches, one request each at a time, and some for
 * single entries. A load starts when there is room for it; room for what a reader waits for is made
 * from unread members as a last resort.
 */
final class Loader {
  /** How often a load that found no room looks again; members leave without telling anybody. */
  private static final long ROOM_POLL_MILLIS = 5;

  /** Entries that are wanted at the same moment and go into one request. */
  private static final int MAX_GATHERED = 256;

  private final InFlight inFlight;
  private final LoadQueue batches;
  private final LoadQueue singles;
  private final List<Thread> threads = new ArrayList<>();
  private final LoadContext context;
  private final MemberCache cache;

  /** Told of items that a load left out because there was no room and nobody waits for them. */
  private final Consumer<List<Item>> leftOut;

  /** Told of each load of files told ahead that has ended, and of what it left out. */
  private final BiConsumer<Load, List<Item>> toldEnded;

  private final int singleThreads;

  /**
   * @param inFlight get-batches in flight at most
   * @param singleThreads single entries in flight at most
   */
  Loader(
      LoadContext context,
      InFlight inFlight,
      int singleThreads,
      Consumer<List<Item>> leftOut,
      BiConsumer<Load, List<Item>> toldEnded) {
    this.context = context;
    this.cache = context.cache();
    this.leftOut = leftOut;
    this.toldEnded = toldEnded;
    this.inFlight = inFlight;
    this.batches = new LoadQueue(inFlight::limit);
    this.singles = new LoadQueue(() -> singleThreads);
    this.singleThreads = singleThreads;
    for (int i = 0; i < inFlight.most(); i++) {
      threads.add(thread("aisml-batch-" + i, batches));
    }
    for (int i = 0; i < singleThreads; i++) {
      threads.add(thread("aisml-entry-" + i, singles));
    }
  }

  private Thread thread(String name, LoadQueue queue) {
    Thread thread = new Thread(() -> work(queue), name);
    thread.setDaemon(true);
    return thread;
  }

  void start() {
    threads.forEach(Thread::start);
  }

  void add(Load load) {
    if (!load.isAlone()) {
      batches.add(load);
      return;
    }
    singles.add(load);
    // More than can be asked for at once: together they cost the store less and come sooner.
    List<Load> strays =
        singles.gather(singleThreads, MAX_GATHERED, single -> single.isGatherable(context.costs()));
    if (!strays.isEmpty()) {
      batches.add(Load.gathered(strays));
    }
  }

  /** Get-batches that may be in flight now. */
  int batchesInFlight() {
    return inFlight.limit();
  }

  int queued() {
    return batches.size() + singles.size();
  }

  private void work(LoadQueue queue) {
    try {
      Load load = queue.take();
      while (load != null) {
        try {
          start(load, queue);
        } finally {
          queue.ended();
        }
        load = queue.take();
      }
    } catch (InterruptedException e) {
      // The mount ends.
    }
  }

  private void start(Load load, LoadQueue queue) throws InterruptedException {
    if (!load.isUrgent() && load.isWaitedFor()) {
      load.makeUrgent();
    }
    int fitting = load.items().size();
    long bytes = footprint(load, fitting);
    // Sizes that are only expected may be far off: never set more aside than a request should
    // carry.
    long cap = cache.budget() / 4;
    // Read-ahead that would have to go in small pieces waits for room: each piece is a request.
    int least = load.isUrgent() ? 1 : (fitting + 3) / 4;
    while (!cache.reserve(Math.min(bytes, cap), load.isUrgent())) {
      if (fitting <= least) {
        queue.putBack(load);
        queue.awaitChange(ROOM_POLL_MILLIS);
        return;
      }
      fitting = (fitting + 1) / 2;
      bytes = footprint(load, fitting);
    }
    if (load.isTold()) {
      runTold(load, fitting, Math.min(bytes, cap));
      return;
    }
    Load part = fitting == load.items().size() ? load : load.upTo(fitting);
    if (part != load) {
      postpone(load.from(fitting));
    }
    List<Item> rest = run(part, Math.min(bytes, cap));
    if (!rest.isEmpty()) {
      postpone(new Load(rest, load.isAlone(), load.isUrgent()));
    }
  }

  private void runTold(Load load, int fitting, long reserved) {
    List<Item> rest = new ArrayList<>(run(load.upTo(fitting), reserved));
    rest.addAll(load.items().subList(fitting, load.items().size()));
    toldEnded.accept(load, rest);
  }

  private List<Item> run(Load load, long reserved) {
    LoadRun run = new LoadRun(load, context, reserved);
    List<Item> rest = run.run();
    if (!load.isAlone()) {
      inFlight.ended(run.arrived(), batches.isFull(), System.nanoTime());
    }
    return rest;
  }

  /** Gives an item up that was not loaded: whoever waits for it asks again. */
  void drop(Item item) {
    context.drop(item.member());
  }

  /** What has to wait: again at once when somebody waits for it, else when it is asked for. */
  private void postpone(Load rest) {
    if (rest.isWaitedFor()) {
      rest.makeUrgent();
      add(rest);
      return;
    }
    leftOut.accept(rest.items());
    rest.items().forEach(item -> context.drop(item.member()));
  }

  private static long footprint(Load load, int count) {
    long bytes = 0;
    for (Item item : load.items().subList(0, count)) {
      bytes += Slabs.footprint(item.expected());
    }
    return bytes;
  }

  /** Ends all requests and threads; what was loading fails. */
  void close() {
    List<Load> dropped = new ArrayList<>(batches.close());
    dropped.addAll(singles.close());
    context.close();
    threads.forEach(Thread::interrupt);
    for (Load load : dropped) {
      for (Item item : load.items()) {
        item.member().fail(FailureKind.FAILED, System.nanoTime());
      }
    }
  }
}
