package io.aisml.fetcher.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fetcher.spec.Entry;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What a million entries cost. Prints the figures; asserts memory only. */
@Tag("slow")
@Isolated("measures the heap")
class PlanMemoryTest {
  private static final int ENTRIES = 1_000_000;

  @Test
  void costsLittleBesideTheNamesForWholeObjects() {
    IntFunction<Entry> object = i -> Plans.object("train/" + (1_000_000 + i) + ".wav");
    assertThat(bytesAnEntryBesideTheNames("objects", object)).isLessThan(60);
  }

  @Test
  void costsLittleBesideTheNamesForRangesOfArchivedMembers() {
    IntFunction<Entry> clip =
        i ->
            new Entry(
                Plans.object("shard-" + i / 1000 + ".tar").object(),
                (1_000_000 + i) + ".flac",
                Plans.range("o", i, 1).range());
    assertThat(bytesAnEntryBesideTheNames("clips", clip)).isLessThan(100);
  }

  private static double bytesAnEntryBesideTheNames(String what, IntFunction<Entry> entries) {
    long names = nameBytes(entries);
    Duration took = timeToPlan(entries);
    long heapBefore = liveHeap();
    Plan plan = plan(entries);
    double measured = (liveHeap() - heapBefore - names) / (double) ENTRIES;
    double told = (plan.memoryBytes() - names) / (double) ENTRIES;
    System.out.printf(
        "%s: %d entries in %d ms; beside names of %d bytes each %.1f bytes an entry, heap %.1f%n",
        what, plan.fileCount(), took.toMillis(), names / ENTRIES, told, measured);
    assertThat(plan.fileCount()).isEqualTo(ENTRIES);
    assertThat(measured).isLessThan(200).isBetween(told - 10, told + 10);
    return told;
  }

  private static long nameBytes(IntFunction<Entry> entries) {
    long bytes = 0;
    for (int i = 0; i < ENTRIES; i++) {
      bytes += name(entries.apply(i)).getBytes(StandardCharsets.UTF_8).length;
    }
    return bytes;
  }

  /** The time without that of making the entries. */
  private static Duration timeToPlan(IntFunction<Entry> entries) {
    Entry[] made = new Entry[ENTRIES];
    Arrays.setAll(made, entries);
    long begin = System.nanoTime();
    assertThat(plan(i -> made[i]).fileCount()).isEqualTo(ENTRIES);
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private static Plan plan(IntFunction<Entry> entries) {
    PlanBuilder builder = new PlanBuilder();
    for (int i = 0; i < ENTRIES; i++) {
      if (i % 1000 == 0) {
        builder.batch("b-" + (1_000_000 + i / 1000));
      }
      Entry entry = entries.apply(i);
      builder.add(name(entry), entry, Plans.LINE);
    }
    return builder.build();
  }

  private static String name(Entry entry) {
    return entry.isArchived() ? entry.archpath() : entry.object().name();
  }

  private static long liveHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
