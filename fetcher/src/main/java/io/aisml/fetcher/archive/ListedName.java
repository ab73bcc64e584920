package io.aisml.fetcher.archive;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The names by which listings of shards call members. */
public final class ListedName {
  private ListedName() {}

  /**
   * What a listing calls a member: {@code ./a//b} is {@code a/b}. AIStore {@code
   * cmn/archive/list.go}, with Go's {@code path.Join}.
   *
   * @return null when no listing has it, because the name leads out of the shard
   */
  public static @Nullable String of(String stored) {
    Deque<String> components = new ArrayDeque<>();
    for (String component : stored.split("/", -1)) {
      switch (component) {
        case "", "." -> {}
        case ".." -> {
          if (components.pollLast() == null) {
            return null;
          }
        }
        default -> components.add(component);
      }
    }
    return components.isEmpty() ? null : String.join("/", components);
  }
}
