package io.aisml.fs.load;

import java.util.concurrent.atomic.LongAdder;

/** Counts of a mount's loads. Any thread may bump them. */
final class LoadCounters {
  /** Loads that were started as get-batch. */
  final LongAdder batches = new LongAdder();

  /** Loads that were started for one entry alone. */
  final LongAdder entries = new LongAdder();

  /** Members that became ready. */
  final LongAdder members = new LongAdder();

  /** Their bytes. */
  final LongAdder bytes = new LongAdder();

  /** Members that failed. */
  final LongAdder failures = new LongAdder();

  /** Loads that stopped early because the budget was full. */
  final LongAdder stops = new LongAdder();
}
