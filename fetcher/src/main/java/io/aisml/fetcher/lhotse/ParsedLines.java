package io.aisml.fetcher.lhotse;

import io.aisml.fetcher.lhotse.LineBlock.ParsedLine;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;

/**
 * Blocks of lines that are parsed on the machine's other cores while the calling thread reads and
 * uses those before; they come out in the order in which they went in. For one thread.
 */
final class ParsedLines {
  /** Enough that nobody waits; each holds some hundred kilobytes. */
  private static final int BLOCKS_A_CORE = 4;

  private final ForkJoinPool pool = ForkJoinPool.commonPool();
  private final int maxPending = BLOCKS_A_CORE * pool.getParallelism();
  private final Queue<ForkJoinTask<List<ParsedLine>>> pending = new ArrayDeque<>();

  /** Takes a block. */
  void add(LineBlock block) {
    ForkJoinTask<List<ParsedLine>> task = ForkJoinTask.adapt(block::parse);
    pending.add(maxPending == 0 ? task : pool.submit(task));
  }

  /** Whether the next block should be used before another one is added. */
  boolean isFull() {
    return pending.size() >= maxPending;
  }

  boolean isEmpty() {
    return pending.isEmpty();
  }

  /** The next block's lines; none when it is empty. */
  List<ParsedLine> next() {
    ForkJoinTask<List<ParsedLine>> first = pending.remove();
    // A single core has nobody else to run it.
    return maxPending == 0 ? first.invoke() : first.join();
  }
}
