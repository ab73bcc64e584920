package io.aisml.fetcher.plan;

import java.util.Arrays;
import java.util.List;

/**
 * Which files each batch has, as columns. Immutable.
 *
 * @param directories by batch
 * @param first a batch's first element of {@code files}, by batch, and the count of elements at the
 *     end
 * @param files the batches' files, one batch after the other
 * @param firstBatch by file, the first batch that has it
 * @param again sorted; one element for each batch that has a file of an earlier one: file in the
 *     upper half, batch in the lower
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
record Batches(List<String> directories, int[] first, int[] files, int[] firstBatch, long[] again) {

  /** An element of {@link #again}. */
  static long again(int file, int batch) {
    return (long) file << Integer.SIZE | batch;
  }

  int count() {
    return directories.size();
  }

  Batch batch(int batch) {
    return new View(directories.get(batch), files, first[batch], first[batch + 1]);
  }

  int[] of(int file) {
    int from = insertionPoint(again(file, 0));
    int to = from;
    while (to < again.length && again[to] >>> Integer.SIZE == file) {
      to++;
    }
    int[] batches = new int[1 + to - from];
    batches[0] = firstBatch[file];
    for (int i = from; i < to; i++) {
      batches[1 + i - from] = (int) again[i];
    }
    return batches;
  }

  long memoryBytes() {
    long bytes = Footprint.references(directories.size());
    for (String directory : directories) {
      bytes += Footprint.of(directory);
    }
    return bytes
        + Footprint.of(first)
        + Footprint.of(files)
        + Footprint.of(firstBatch)
        + Footprint.of(again);
  }

  private int insertionPoint(long key) {
    int found = Arrays.binarySearch(again, key);
    return found >= 0 ? found : -found - 1;
  }

  private record View(String directory, int[] files, int from, int to) implements Batch {
    @Override
    public int size() {
      return to - from;
    }

    @Override
    public int file(int i) {
      if (i < 0 || i >= size()) {
        throw new IndexOutOfBoundsException(i);
      }
      return files[from + i];
    }
  }
}
