package io.aisml.fetcher.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects the files of batch after batch. */
final class BatchCollector {
  private final List<String> directories = new ArrayList<>();
  private final IntColumn first = new IntColumn();
  private final IntColumn files = new IntColumn();
  private final IntColumn firstNew = new IntColumn();

  /** By file, the last batch that has it. */
  private final IntColumn lastBatch = new IntColumn();

  private long[] again = {};
  private int againCount;

  /** Begins the next batch. */
  void begin(String directory) {
    directories.add(directory);
    first.add(files.size());
    firstNew.add(lastBatch.size());
  }

  /** Adds a file to the current batch, unless it is there already. Files come numbered in a row. */
  void add(int file) {
    int batch = directories.size() - 1;
    if (file == lastBatch.size()) {
      lastBatch.add(batch);
    } else if (lastBatch.get(file) == batch) {
      return;
    } else {
      lastBatch.set(file, batch);
      addAgain(file, batch);
    }
    files.add(file);
  }

  Batches batches() {
    first.add(files.size());
    long[] sorted = Arrays.copyOf(again, againCount);
    Arrays.sort(sorted);
    return new Batches(
        List.copyOf(directories), first.toArray(), files.toArray(), firstNew.toArray(), sorted);
  }

  private void addAgain(int file, int batch) {
    if (againCount == again.length) {
      again = Arrays.copyOf(again, Math.max(16, againCount + (againCount >> 1)));
    }
    again[againCount++] = Batches.again(file, batch);
  }
}
