package io.aisml.cli;

import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * How long readers waited, from a histogram: element n counts the waits that ended within 2^n ms,
 * the last one also all longer ones.
 */
record WaitTimes(List<Long> counts) {
  static WaitTimes of(JsonNode histogram) {
    return new WaitTimes(
        StreamSupport.stream(histogram.spliterator(), false).map(JsonNode::asLong).toList());
  }

  /** {@code 812, half within 4 ms, 99 % within 64 ms, all within 128 ms}. */
  @Override
  public String toString() {
    long all = counts.stream().mapToLong(Long::longValue).sum();
    return all == 0
        ? "none"
        : "%d, half within %s, 99 %% within %s, all within %s"
            .formatted(all, within((all + 1) / 2), within(all - all / 100), within(all));
  }

  /** The bound below which that many of the waits ended. */
  private String within(long wanted) {
    long seen = 0;
    for (int n = 0; n < counts.size() - 1; n++) {
      seen += counts.get(n);
      if (seen >= wanted) {
        long millis = 1L << n;
        return millis < 1000 ? millis + " ms" : "%d s".formatted((millis + 999) / 1000);
      }
    }
    return "more than all others";
  }
}
