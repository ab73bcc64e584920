package io.aisml.bench;

import io.aisml.fetcher.plan.Plan;
import io.aisml.fetcher.plan.PlanBuilder;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.ObjectRef;
import io.aisml.fetcher.spec.Provider;
import io.aisml.fetcher.spec.SourceLine;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What an entry costs while a plan is made, and what a name costs to find in it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 2)
public class PlanBuilding {
  private static final int ENTRIES = 100_000;
  private static final int BATCH = 1000;

  private final Entry[] entries = new Entry[ENTRIES];
  private final String[] names = new String[ENTRIES];
  private final byte[][] sought = new byte[ENTRIES][];
  private Plan plan = new PlanBuilder().build();
  private int next;

  @Setup
  public void makeEntries() {
    Bucket bucket = Bucket.of(Provider.AIS, "b");
    for (int i = 0; i < ENTRIES; i++) {
      names[i] = "%08d.wav".formatted(i);
      sought[i] = names[i].getBytes(StandardCharsets.UTF_8);
      entries[i] = Entry.of(new ObjectRef(bucket, names[i]));
    }
    plan = build();
  }

  @Benchmark
  @OperationsPerInvocation(ENTRIES)
  public Plan entry() {
    return build();
  }

  /** Each name in the directory of its batch, in order, as LOOKUP asks. */
  @Benchmark
  public int lookup() {
    next = (next + 1) % ENTRIES;
    int dentry = plan.find(1 + next / BATCH, sought[next]);
    if (dentry < 0) {
      throw new IllegalStateException(names[next] + " is not there");
    }
    return dentry;
  }

  private Plan build() {
    PlanBuilder builder = new PlanBuilder();
    for (int i = 0; i < ENTRIES; i++) {
      if (i % BATCH == 0) {
        builder.batch("b-" + i / BATCH);
      }
      builder.add(names[i], entries[i], new SourceLine("spec.json", i + 1));
    }
    return builder.build();
  }
}
