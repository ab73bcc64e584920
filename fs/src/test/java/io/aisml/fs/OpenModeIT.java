package io.aisml.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aisml.fetcher.source.FailureKind;
import io.aisml.fs.fuse.FuseBinding;
import io.aisml.fs.fuse.MountOptions;
import io.aisml.fs.fuse.kernel.KernelFuse;
import io.aisml.fs.tree.Text;
import io.aisml.fs.tree.TextFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mounts whose opens the kernel answers itself, at once or later. */
class OpenModeIT {
  private static final int FILES = 300;
  private static final int SIZE = 5000;

  private final MountedSpec spec = new MountedSpec();
  private final AtomicInteger generated = new AtomicInteger();

  @TempDir Path directory;

  @AfterEach
  void cleanUp() {
    spec.close();
  }

  private FuseBinding mount(BatchFileSystem fs) throws IOException {
    Path copies = Files.createDirectory(directory.resolve("copies"));
    for (int i = 0; i < spec.paths.size(); i++) {
      Files.write(copies.resolve(spec.paths.get(i)), spec.content(i));
    }
    Path mount = Files.createDirectory(directory.resolve("mount")).toRealPath();
    return KernelFuse.mount(fs, new MountOptions(mount, "test", true, 1 << 20));
  }

  /** Compares all files with what they must contain. */
  private void readAll() {
    assertThat(
            run(
                "diff",
                "-r",
                directory.resolve("copies").toString(),
                directory.resolve("mount").toString()))
        .isEqualTo(new Ran(0, "", ""));
  }

  /** How a child process ended. */
  private record Ran(int exitCode, String out, String err) {}

  private static Ran run(String... words) {
    try {
      Process process = new ProcessBuilder(words).start();
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return new Ran(process.exitValue(), out, err);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Ran cat(String name) {
    return run("cat", directory.resolve("mount").resolve(name).toString());
  }

  private void countsItself() {
    spec.text(
        new TextFile(
            "count",
            () -> Text.of((generated.incrementAndGet() + "\n").getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void autoOpensByTheKernelOnceEveryFileHasBeenLoaded() throws IOException {
    countsItself();
    BatchFileSystem fs = spec.batch("").files(FILES, SIZE).openMode(OpenMode.AUTO).open();
    try (FuseBinding binding = mount(fs)) {
      assertThat(fs.answersOpens()).isTrue();
      int before = Integer.parseInt(cat(".aisml/count").out().strip());
      readAll();
      assertThat(fs.status().opensAnswered()).isFalse();
      FileSystemStatus first = fs.status();
      readAll();
      readAll();
      FileSystemStatus second = fs.status();
      assertThat(second.opens()).isEqualTo(first.opens());
      assertThat(second.bytesRead())
          .as("the page cache has all of it")
          .isEqualTo(first.bytesRead());

      int one = Integer.parseInt(cat(".aisml/count").out().strip());
      int two = Integer.parseInt(cat(".aisml/count").out().strip());
      assertThat(one).as("generated files are still made anew").isGreaterThan(before);
      assertThat(two).isGreaterThan(one);
      assertThat(binding.unmount()).isTrue();
    }
  }

  @Test
  void autoGoesOnAnsweringWhileAFileHasNotBeenLoaded() throws IOException {
    BatchFileSystem fs =
        spec.batch("").files(FILES, SIZE).openMode(OpenMode.AUTO).negativeTtl(Duration.ZERO).open();
    try (FuseBinding binding = mount(fs)) {
      spec.source.fail(spec.entry("00007.bin"), FailureKind.NOT_FOUND);
      for (String name : spec.paths) {
        Ran result = cat(name);
        assertThat(result.exitCode()).as(name).isEqualTo(name.equals("00007.bin") ? 1 : 0);
      }
      assertThat(cat("00007.bin").err()).contains("No such file or directory");
      assertThat(fs.answersOpens()).isTrue();

      spec.source.heal(spec.entry("00007.bin"));
      readAll();
      assertThat(fs.answersOpens()).isFalse();
      assertThat(binding.unmount()).isTrue();
    }
  }

  @Test
  void afterwardsAPageThatTheKernelDroppedCostsOneEntry() throws Exception {
    BatchFileSystem fs =
        spec.batch("").files(FILES, SIZE).cache(200_000).openMode(OpenMode.AUTO).open();
    try (FuseBinding binding = mount(fs)) {
      readAll();
      assertThat(fs.answersOpens()).isFalse();
      for (int i = 0; i < FILES; i += 37) {
        KernelCaches.drop(directory.resolve("mount"));
        long received = spec.source.counters().bytesReceived.sum();
        assertThat(cat("%05d.bin".formatted(i)).exitCode()).isZero();
        assertThat(spec.source.counters().bytesReceived.sum() - received).isLessThanOrEqualTo(SIZE);
      }
      KernelCaches.drop(directory.resolve("mount"));
      readAll();
      assertThat(binding.unmount()).isTrue();
    }
  }

  @Test
  void neverReadsWithoutAnOpenFromTheBeginning() throws IOException {
    BatchFileSystem fs = spec.batch("").files(3000, 100).openMode(OpenMode.NEVER).open();
    try (FuseBinding binding = mount(fs)) {
      readAll();
      assertThat(fs.status().opens()).isZero();
      assertThat(fs.status().loads().batches()).isEqualTo(3);
      assertThat(fs.status().pushed()).isGreaterThan(1500);
      readAll();
      assertThat(binding.unmount()).isTrue();
    }
  }

  @Test
  void neverStopsLoadingWhenTheReaderStops() throws IOException {
    BatchFileSystem fs =
        spec.batch("").files(20_000, 100).readAhead(2).openMode(OpenMode.NEVER).open();
    try (FuseBinding binding = mount(fs)) {
      Path mount = directory.resolve("mount");
      assertThat(run("sh", "-c", "cat " + mount + "/00[01]??.bin | wc -c").out().strip())
          .isEqualTo("20000");
      spec.source.awaitBatches(3);
      assertThat(fs.status().loads().queued()).isZero();
      assertThat(spec.source.batches).hasSize(3);
      assertThat(binding.unmount()).isTrue();
    }
  }

  @Test
  void neverTellsErrorsWhenReading() throws IOException {
    BatchFileSystem fs = spec.batch("").files(3, SIZE).openMode(OpenMode.NEVER).open();
    try (FuseBinding binding = mount(fs)) {
      spec.source.fail(spec.entry("00001.bin"), FailureKind.NOT_FOUND);
      spec.source.fail(spec.entry("00002.bin"), FailureKind.FAILED);
      assertThat(cat("00000.bin").exitCode()).isZero();
      assertThat(cat("00001.bin").err()).contains("No such file or directory");
      assertThat(cat("00002.bin").err()).contains("Input/output error");
      assertThat(binding.unmount()).isTrue();
    }
  }

  @Test
  void neverIsRefusedWhereASizeCanNotBeKnown() {
    spec.batch("").files(3, SIZE).openMode(OpenMode.NEVER);
    spec.source.remove(spec.entry("00002.bin"));

    assertThatThrownBy(spec::open)
        .rootCause()
        .hasMessageContaining("00002.bin")
        .hasMessageContaining("open=never");
  }
}
