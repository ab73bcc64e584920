package io.aisml.fetcher.layout;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fetcher.lhotse.CutNaming;
import io.aisml.fetcher.plan.Plan;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What a large manifest costs: memory is asserted, the time is printed. */
@Tag("slow")
@Isolated("measures the heap")
class ManifestScaleTest {
  private static final int CUTS = 100_000;
  private static final int MEMORY_A_CUT = 300;

  @TempDir Path directory;

  @Test
  void costsLittleMemoryACut() throws IOException {
    Path manifest = directory.resolve("cuts.jsonl");
    try (Writer out = Files.newBufferedWriter(manifest)) {
      for (int i = 0; i < CUTS; i++) {
        out.write(cut(i));
      }
    }
    ManifestOptions options =
        new ManifestOptions(
            OptionalInt.of(1000),
            Optional.empty(),
            Optional.empty(),
            CutNaming.ID,
            "/mnt/speech/",
            Set.of(),
            false,
            Optional.empty());
    long before = liveHeap();
    long begin = System.nanoTime();
    MountPlan mount =
        MountPlanner.plan(
            List.of(manifest), new PlanOptions(Optional.empty(), false, false, options));
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    double measured = (liveHeap() - before) / (double) CUTS;

    System.out.printf(
        "%d cuts planned in %d ms; %.1f bytes a cut%n", CUTS, took.toMillis(), measured);
    Plan plan = mount.plan();
    assertThat(plan.batchCount()).isEqualTo(CUTS / 1000);
    for (int i = 1; i < plan.dentryCount(Plan.ROOT); i++) {
      assertThat(plan.dentryCount(plan.target(plan.dentry(Plan.ROOT, i)))).isEqualTo(1002);
    }
    assertThat(mount.generated()).hasSize(1 + 4 * CUTS / 1000);
    assertThat(measured).isLessThan(MEMORY_A_CUT);
  }

  private static String cut(int i) {
    String id = "fleet-radio-%05d-%04d".formatted(i / 1000, i % 1000);
    return """
        {"id": "%s", "start": 0.0, "duration": 11.28, "channel": 0, "supervisions": [{"id": "%s-s0", \
        "recording_id": "%s", "start": 0.0, "duration": 11.28, "channel": 0, "text": "we are northbound \
        on the ring road", "speaker": "spk-0417"}], "recording": {"id": "%s", "sources": [{"type": "url", \
        "channels": [0], "source": "ais://radio-wav/train/%05d/%04d.wav"}], "sampling_rate": 16000, \
        "num_samples": 180480, "duration": 11.28, "channel_ids": [0]}, "type": "MonoCut"}
        """
        .formatted(id, id, id, id, i / 1000, i % 1000);
  }

  private static long liveHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
