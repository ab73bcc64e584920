package io.aisml.fetcher.aistore;

import java.util.Random;

/** Bytes that differ from one seed to the next and are the same for the same one. */
final class Contents {
  private Contents() {}

  static byte[] random(long seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
