package io.aisml.cli;

import io.aisml.cli.host.HostMemory;
import io.aisml.fetcher.clip.ClipFiles;
import io.aisml.fetcher.layout.MountPlan;
import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.source.SourceCounters;
import io.aisml.fs.FileSystemStatus;
import io.aisml.fs.tier.TierStatus;
import io.aisml.fs.tier.TieredSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How a mount is: {@code .aisml/status.json}. Sizes in bytes.
 *
 * @param clips null when none were asked for
 * @param tier null without {@code cache-dir}
 */
record MountStatus(
    String version,
    long pid,
    long uptimeSeconds,
    MountFacts mount,
    FileSystemStatus files,
    Store store,
    @Nullable Clips clips,
    @Nullable TierStatus tier,
    Memory memory) {

  /**
   * What was asked of the store.
   *
   * @param wastedBytes received but not part of a member that became readable, or dropped before
   *     anybody had read it
   */
  record Store(
      long batchRequests,
      long entryRequests,
      long metadataRequests,
      long retries,
      long throttled,
      long bytesReceived,
      long wastedBytes) {}

  /**
   * Clips of recordings.
   *
   * @param files that are to be clips
   * @param wholeCuts cuts whose files are whole although clips were asked for, as the plan tells
   * @param recordings whose headers have been read
   * @param unclippable of these, those whose files are whole because of their headers
   */
  record Clips(long files, long wholeCuts, long recordings, long unclippable) {}

  /**
   * What the process holds.
   *
   * @param cgroupPeakBytes pages that the kernel holds for the mount count there; null without
   *     cgroup v2
   */
  record Memory(
      long residentBytes,
      long residentPeakBytes,
      long heapUsedBytes,
      long heapBytes,
      @Nullable Long cgroupPeakBytes) {}

  static MountStatus now(
      MountFacts facts, FileSystemStatus files, BatchSource source, MountPlan plan) {
    return new MountStatus(
        Version.number(),
        ProcessHandle.current().pid(),
        Duration.between(facts.since(), Instant.now()).toSeconds(),
        facts,
        files,
        storeNow(files, source.counters()),
        clipsNow(plan),
        source instanceof TieredSource tiered ? tiered.status() : null,
        memoryNow());
  }

  private static Store storeNow(FileSystemStatus files, SourceCounters counters) {
    long received = counters.bytesReceived.sum();
    return new Store(
        counters.batchRequests.sum(),
        counters.entryRequests.sum(),
        counters.metadataRequests.sum(),
        counters.retries.sum(),
        counters.throttled.sum(),
        received,
        Math.max(0, received - files.loads().bytes()) + files.loads().cache().evictedUnread());
  }

  private static @Nullable Clips clipsNow(MountPlan plan) {
    ClipFiles.Status now = plan.files().status();
    return now.files() == 0 && plan.wholeCuts() == 0
        ? null
        : new Clips(now.files(), plan.wholeCuts(), now.recordings(), now.unclippable());
  }

  private static Memory memoryNow() {
    HostMemory host = HostMemory.ofThisProcess();
    Runtime runtime = Runtime.getRuntime();
    try {
      OptionalLong peak = host.cgroupPeak();
      return new Memory(
          host.resident(),
          host.residentPeak(),
          runtime.totalMemory() - runtime.freeMemory(),
          runtime.totalMemory(),
          peak.isPresent() ? peak.getAsLong() : null);
    } catch (IOException e) {
      throw new UncheckedIOException("the process's own /proc can't be read", e);
    }
  }
}
