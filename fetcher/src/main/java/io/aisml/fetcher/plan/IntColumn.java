package io.aisml.fetcher.plan;

import java.util.Arrays;

/** A growing column of ints. */
final class IntColumn {
  private static final int FIRST_CAPACITY = 16;

  private int[] values = new int[FIRST_CAPACITY];
  private int size;

  int size() {
    return size;
  }

  int get(int i) {
    return values[i];
  }

  int last() {
    return values[size - 1];
  }

  void set(int i, int value) {
    values[i] = value;
  }

  void increment(int i) {
    values[i]++;
  }

  void add(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size + (size >> 1));
    }
    values[size++] = value;
  }

  /** A copy without spare room. */
  int[] toArray() {
    return Arrays.copyOf(values, size);
  }
}
