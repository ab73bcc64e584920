package io.aisml.bench;

import io.aisml.fetcher.layout.MountPlanner;
import io.aisml.fetcher.layout.PlanOptions;
import io.aisml.fetcher.plan.Plan;
import io.aisml.fs.tree.Tree;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A tree of 1,000,000 entries from its spec, as a mount makes it: the seconds, in a JVM that has
 * just started, and the heap that it holds afterwards beside the names. Aims: at most 5 s, at most
 * 200 bytes an entry.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(3)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class MillionEntries {
  private static final int ENTRIES = 1_000_000;

  private Path spec = Path.of("");
  private long nameBytes;
  private long heapBefore;
  private @Nullable Tree tree;

  /** What JMH prints beside the time. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Memory {
    /** Live heap after the tree was made less that before, less the names' bytes. */
    public double heapBytesAnEntry;

    /** The same as {@code aisml plan} tells it. */
    public double toldBytesAnEntry;
  }

  @Setup(Level.Trial)
  public void writeSpec() throws IOException {
    spec = Files.createTempFile("million", ".json");
    nameBytes = 0;
    try (BufferedWriter out = Files.newBufferedWriter(spec)) {
      out.write("{\"in\": [");
      for (int i = 0; i < ENTRIES; i++) {
        String name = "train/%04d/%08d.wav".formatted(i / 1000, i);
        nameBytes += name.length();
        out.write((i == 0 ? "" : ",\n") + "{\"bucket\": \"b\", \"objname\": \"" + name + "\"}");
      }
      out.write("]}\n");
    }
    heapBefore = liveHeap();
  }

  @Benchmark
  public Tree tree() throws IOException {
    Plan plan = MountPlanner.plan(List.of(spec), PlanOptions.DEFAULT).plan();
    tree = new Tree(plan, List.of());
    return tree;
  }

  @TearDown(Level.Iteration)
  public void weigh(Memory memory) {
    Tree made = tree;
    if (made == null || made.plan().fileCount() != ENTRIES) {
      throw new IllegalStateException("no tree of " + ENTRIES + " files was made");
    }
    memory.heapBytesAnEntry = (liveHeap() - heapBefore - nameBytes) / (double) ENTRIES;
    memory.toldBytesAnEntry = (made.plan().memoryBytes() - nameBytes) / (double) ENTRIES;
  }

  @TearDown(Level.Trial)
  public void deleteSpec() throws IOException {
    Files.delete(spec);
  }

  private static long liveHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
