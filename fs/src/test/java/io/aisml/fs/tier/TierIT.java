package io.aisml.fs.tier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A tier's directory among processes that die, and on a disk that is full. */
@Timeout(300)
class TierIT {
  private static final int KILLS = 6;

  @TempDir private Path directory;

  private Process reader(long limit) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            TierReader.class.getName(),
            directory.toString(),
            Long.toString(limit))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Of three processes one is killed at any moment, again and again; in a directory too small. */
  @Test
  void processesMayShareItAndBeKilledAtAnyMoment() throws Exception {
    long limit = TierReader.OBJECTS / 2L * TierReader.SIZE;
    Random random = new Random(11);
    List<Process> readers = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        readers.add(reader(limit));
      }
      for (int kill = 0; kill < KILLS; kill++) {
        int victim = random.nextInt(readers.size());
        BufferedReader said = readers.get(victim).inputReader();
        for (int reads = 0; reads <= random.nextInt(5); reads++) {
          assertThat(said.readLine()).as("no wrong byte, and no end").isEqualTo("read");
        }
        readers.get(victim).destroyForcibly().waitFor();
        readers.set(victim, reader(limit));
      }
      for (Process reader : readers) {
        assertThat(reader.inputReader().readLine()).isEqualTo("read");
      }
    } finally {
      readers.forEach(Process::destroyForcibly);
    }
    VersionedStore store = new VersionedStore(TierReader.OBJECTS, TierReader.SIZE);
    try (TieredSource source = TieredSource.open(store.plan(), store, directory, limit)) {
      store.assertReads(source, store.entries());
      assertThat(source.status().hits()).isPositive();
      assertThat(source.status().broken()).as("what is torn is not even found").isZero();
    }
  }

  @Test
  void aFullDiskEndsTheWritingAndNothingElse() throws Exception {
    run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", directory.toString());
    try {
      VersionedStore store = new VersionedStore(300, 10_000);
      try (TieredSource source = TieredSource.open(store.plan(), store, directory, 100 << 20)) {
        store.assertReads(source, store.entries());
        assertThat(source.status().writes()).isFalse();
        store.assertReads(source, store.entries());
        assertThat(source.status().hits()).isBetween(50L, 105L);
      }
      assertThat(directory).isNotEmptyDirectory();
    } finally {
      run("umount", directory.toString());
    }
  }

  private static void run(String... words) throws Exception {
    Process process = new ProcessBuilder(words).inheritIO().start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }
}
