package io.aisml.fetcher.plan;

/** What arrays cost in memory: HotSpot's layout with compressed class pointers. */
final class Footprint {
  private static final int ARRAY_HEADER = 16;
  private static final int ALIGNMENT = 8;
  private static final int REFERENCE = 4;
  private static final int STRING = 24;

  private Footprint() {}

  static long of(byte[] array) {
    return array(array.length);
  }

  static long of(int[] array) {
    return array((long) array.length * Integer.BYTES);
  }

  static long of(long[] array) {
    return array((long) array.length * Long.BYTES);
  }

  static long of(double[] array) {
    return array((long) array.length * Double.BYTES);
  }

  static long references(int count) {
    return array((long) count * REFERENCE);
  }

  /** A string whose characters take two bytes each, which is the worst case. */
  static long of(String text) {
    return STRING + array((long) text.length() * Character.BYTES);
  }

  private static long array(long bytes) {
    return (ARRAY_HEADER + bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }
}
