package io.aisml.fetcher.cuts;

import java.util.Locale;
import java.util.Set;

/** Samples without a header: only the name tells. */
final class RawAudio {
  private static final Set<String> SUFFIXES = Set.of("raw", "pcm", "s16", "s16le", "sw");

  private RawAudio() {}

  static boolean isNamed(String name) {
    return SUFFIXES.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }
}
