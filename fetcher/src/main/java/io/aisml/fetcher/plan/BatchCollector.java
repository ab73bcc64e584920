package io.aisml.fetcher.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects the files of batch after batch. */
final class BatchCollector {
  private static final int NONE = -1;

  private final List<String> directories = new ArrayList<>();
  private final IntColumn first = new IntColumn();
  private final IntColumn files = new IntColumn();

  /** By file, the first and the last batch that has it; {@link #NONE} before there is one. */
  private final IntColumn firstBatch = new IntColumn();

  private final IntColumn lastBatch = new IntColumn();

  private long[] again = {};
  private int againCount;

  int count() {
    return directories.size();
  }

  /** Begins the next batch. */
  void begin(String directory) {
    directories.add(directory);
    first.add(files.size());
  }

  /** Adds a file to the current batch, unless it is there already. */
  void add(int file) {
    while (file >= lastBatch.size()) {
      firstBatch.add(NONE);
      lastBatch.add(NONE);
    }
    int batch = directories.size() - 1;
    int last = lastBatch.get(file);
    if (last == batch) {
      return;
    }
    lastBatch.set(file, batch);
    if (last == NONE) {
      firstBatch.set(file, batch);
    } else {
      addAgain(file, batch);
    }
    files.add(file);
  }

  Batches batches() {
    first.add(files.size());
    long[] sorted = Arrays.copyOf(again, againCount);
    Arrays.sort(sorted);
    return new Batches(
        List.copyOf(directories), first.toArray(), files.toArray(), firstBatch.toArray(), sorted);
  }

  private void addAgain(int file, int batch) {
    if (againCount == again.length) {
      again = Arrays.copyOf(again, Math.max(16, againCount + (againCount >> 1)));
    }
    again[againCount++] = Batches.again(file, batch);
  }
}
