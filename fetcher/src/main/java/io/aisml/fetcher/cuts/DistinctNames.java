package io.aisml.fetcher.cuts;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Gives each name once: those that come again get {@code ~2}, {@code ~3}, ... before their last
 * dot, as in a mount. A leading dot does not count. For one thread.
 */
final class DistinctNames {
  private final Set<String> given = new HashSet<>();

  /** The number that the next bearer of a name tries first. */
  private final Map<String, Integer> next = new HashMap<>();

  String of(String name) {
    if (given.add(name)) {
      return name;
    }
    int number = next.getOrDefault(name, 2);
    String numbered = numbered(name, number);
    while (!given.add(numbered)) {
      numbered = numbered(name, ++number);
    }
    next.put(name, number + 1);
    return numbered;
  }

  private static String numbered(String name, int number) {
    int dot = name.lastIndexOf('.');
    int stem = dot > name.lastIndexOf('/') + 1 ? dot : name.length();
    return name.substring(0, stem) + "~" + number + name.substring(stem);
  }
}
