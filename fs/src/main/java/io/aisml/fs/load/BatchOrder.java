package io.aisml.fs.load;

import io.aisml.fetcher.plan.Batch;
import java.util.HashMap;
import java.util.Map;

/** Where a file stands in a batch. */
final class BatchOrder {
  private final int first;

  /** Positions by file; empty when the files are numbered in the batch's order without a gap. */
  private final Map<Integer, Integer> positions;

  private BatchOrder(int first, Map<Integer, Integer> positions) {
    this.first = first;
    this.positions = positions;
  }

  static BatchOrder of(Batch batch) {
    int first = batch.size() == 0 ? 0 : batch.file(0);
    for (int i = 1; i < batch.size(); i++) {
      if (batch.file(i) != first + i) {
        return new BatchOrder(first, index(batch));
      }
    }
    return new BatchOrder(first, Map.of());
  }

  private static Map<Integer, Integer> index(Batch batch) {
    Map<Integer, Integer> positions = new HashMap<>(batch.size() * 2);
    for (int i = 0; i < batch.size(); i++) {
      positions.put(batch.file(i), i);
    }
    return positions;
  }

  int position(int file) {
    return positions.getOrDefault(file, file - first);
  }
}
