package io.aisml.cli.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.cli.Launched;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The built {@code aisml get-batch} as a process: pipes, signals, full disks, memory. */
class GetBatchProcessIT {
  private static final long GIB = 1L << 30;

  @TempDir private Path directory;

  private Path bucket;
  private Path out;

  @BeforeEach
  void makeStore() throws IOException {
    bucket = Files.createDirectories(directory.resolve("store/ais/b"));
    Files.writeString(bucket.resolve("a"), "content of a");
    out = directory.resolve("out/x.tar");
    Files.createDirectories(directory.resolve("out"));
  }

  @Test
  void writesToStandardOutput() {
    Launched.Result result =
        shell("%s get-batch ais://b/a - | tar -xO".formatted(Launched.LAUNCHER));

    assertThat(result.out()).isEqualTo("content of a");
    assertThat(result.err()).isEqualTo("Created ML batch archive - with 1 objects\n");
  }

  @Test
  void isQuietWhenItsReaderHasGone() throws IOException {
    sparse("big", 64L << 20);
    Launched.Result result =
        shell(
            "{ %s get-batch -nv ais://b/big -; echo $? >&2; } | head -c 100 | wc -c"
                .formatted(Launched.LAUNCHER));

    assertThat(result.out().strip()).isEqualTo("100");
    assertThat(result.err()).isEqualTo(BatchExit.PIPE_CLOSED + "\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 250, 450, 700})
  void leavesTheArchiveAsItWasWhenInterrupted(int milliseconds) throws Exception {
    Files.writeString(out, "old");
    sparse("many", 20 * GIB); // takes longer than anybody waits
    Launched run = start("get-batch", "-y", "-nv", "ais://b", out.toString());
    boolean ended = run.process().waitFor(milliseconds, TimeUnit.MILLISECONDS);
    shell("kill -INT " + run.process().pid());
    Launched.Result result = run.await();

    assertThat(result.exitCode()).isEqualTo(ended ? 0 : BatchExit.INTERRUPTED);
    if (!ended) {
      assertThat(out).hasContent("old");
    }
    assertThat(names(directory.resolve("out"))).containsExactly("x.tar");
  }

  @Test
  void endsAtASignalWhileItWaitsForItsInput() throws Exception {
    Launched run = start("get-batch", "--spec", "-", out.toString());
    boolean unused = run.process().waitFor(3, TimeUnit.SECONDS);
    run.process().destroy();

    // 128 and SIGTERM when it has not come as far as its own handling of signals
    assertThat(run.await().exitCode()).isIn(BatchExit.INTERRUPTED, 143);
    assertThat(names(directory.resolve("out"))).isEmpty();
  }

  @Test
  void saysThatTheDiskIsFull() throws Exception {
    sparse("big", 8L << 20);
    onTmpfs(
        "size=4m",
        disk -> {
          Path archive = Files.writeString(disk.resolve("x.tar"), "old");
          Launched.Result result = get("-y", "ais://b/big", archive.toString());

          assertThat(result.exitCode()).isEqualTo(1);
          assertThat(result.err())
              .isEqualTo("aisml get-batch: " + archive + ": No space left on device\n");
          assertThat(archive).hasContent("old");
          assertThat(names(disk)).containsExactly("x.tar");
        });
  }

  /** The archives before it stay, and the old ones from it on. */
  @Test
  void saysThatTheDiskIsFullWhenItSplits() throws Exception {
    sparse("o-0", 2L << 20);
    sparse("o-1", 8L << 20);
    sparse("o-2", 1L << 20);
    onTmpfs(
        "size=4m",
        disk -> {
          Files.writeString(disk.resolve("x-1.tar"), "old");
          Launched.Result result = split(disk, "-y");

          assertThat(result.exitCode()).isEqualTo(1);
          assertThat(result.err())
              .isEqualTo(
                  "aisml lhotse-get-batch: "
                      + disk.resolve("x-1.tar")
                      + ": No space left on device\n");
          assertThat(names(disk)).containsExactlyInAnyOrder("x-0.tar", "x-1.tar");
          assertThat(disk.resolve("x-1.tar")).hasContent("old");
          assertThat(shell("tar tf " + disk.resolve("x-0.tar")).out()).isEqualTo("b/o-0\n");
        });
  }

  @Test
  void saysThatTheDirectoryTakesNoFiles() throws Exception {
    sparse("o-0", 1);
    onTmpfs(
        "ro",
        disk -> {
          Launched.Result result = get("ais://b/a", disk.resolve("x.tar").toString());

          assertThat(result.exitCode()).isEqualTo(1);
          assertThat(result.err())
              .isEqualTo("aisml get-batch: " + disk + ": Read-only file system\n");
          assertThat(split(disk).err())
              .isEqualTo("aisml lhotse-get-batch: " + disk + ": Read-only file system\n");
        });
  }

  @Test
  void fourGibibytesTakeLittleMemory() throws IOException {
    for (int i = 0; i < 4; i++) {
      sparse("part" + i, GIB);
    }
    Launched.Result result =
        shell(
            "%s get-batch --streaming -nv ais://b /dev/null & p=$!; peak=0;"
                    .formatted(Launched.LAUNCHER)
                + " while kill -0 $p 2>/dev/null; do peak=$(sed -n 's/^VmHWM: *//p'"
                + " /proc/$p/status 2>/dev/null || true); [ -n \"$peak\" ] && last=$peak;"
                + " sleep 0.1; done; wait $p || exit; echo ${last% kB}");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(Long.parseLong(result.out().strip())).isBetween(1024L, 256L << 10);
  }

  @Test
  void aMemberOfMoreThanEightGibibytes() throws IOException {
    sparse("huge", 8 * GIB + 1);
    // Its head tells; the rest is as many zeros.
    Launched.Result result =
        shell(
            "%s get-batch --streaming -nv ais://b/huge - | head -c 4096 | tar -tv 2>/dev/null; true"
                .formatted(Launched.LAUNCHER));

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("b/huge").contains(Long.toString(8 * GIB + 1));
  }

  @Test
  void manualPagesAndVersionAreThere() {
    Path manual = Launched.LAUNCHER.resolveSibling("../share/man/man1").normalize();
    for (String page : List.of("aisml", "aisml-mount", "aisml-get-batch")) {
      Launched.Result result =
          shell("MANWIDTH=80 man -P cat --warnings -l %s/%s.1".formatted(manual, page));

      assertThat(result.exitCode()).as(result.err()).isZero();
      assertThat(result.err()).isEmpty();
      assertThat(result.out()).contains("SYNOPSIS").contains("SEE ALSO");
    }
    assertThat(get("--version").out()).startsWith("aisml ");
    assertThat(
            shell("MANWIDTH=80 man -P cat -l %s/aisml-lhotse-get-batch.1".formatted(manual)).out())
        .containsPattern(
            "aisml lhotse-get-batch --cuts CUTS --batch-size N\n +--output-template NAMES \\[OPT")
        .containsPattern("EXAMPLES\n +aisml lhotse-get-batch --cuts cuts.jsonl.gz out.tar\n");
  }

  @FunctionalInterface
  private interface OnDisk {
    void run(Path disk) throws Exception;
  }

  private void onTmpfs(String options, OnDisk test) throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    Launched.Result mounted = shell("mount -t tmpfs -o %s tmpfs %s".formatted(options, disk));
    assertThat(mounted.exitCode()).as(mounted.err()).isZero();
    try {
      test.run(disk);
    } finally {
      assertThat(shell("umount " + disk).exitCode()).isZero();
    }
  }

  private void sparse(String name, long size) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(bucket.resolve(name).toFile(), "rw")) {
      file.setLength(size);
    }
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private Launched.Result get(String... arguments) {
    List<String> all = new ArrayList<>(List.of("get-batch"));
    all.addAll(List.of(arguments));
    return start(all.toArray(new String[0])).await();
  }

  /** Each object {@code o-N} into an archive of its own. */
  private Launched.Result split(Path disk, String... more) throws IOException {
    List<String> cuts = new ArrayList<>();
    for (int i = 0; Files.exists(bucket.resolve("o-" + i)); i++) {
      cuts.add(
          ("{\"id\": \"c%d\", \"start\": 0, \"duration\": 1, \"channel\": 0, \"type\": \"MonoCut\","
                  + " \"recording\": {\"id\": \"r\", \"sampling_rate\": 8000, \"num_samples\": 8000,"
                  + " \"duration\": 1, \"sources\": [{\"type\": \"url\", \"channels\": [0],"
                  + " \"source\": \"ais://b/o-%d\"}]}}")
              .formatted(i, i));
    }
    Path manifest = Files.write(directory.resolve("cuts.jsonl"), cuts);
    List<String> all =
        new ArrayList<>(
            List.of(
                "lhotse-get-batch",
                "-nv",
                "--conc=1",
                "--cuts=" + manifest,
                "--batch-size=1",
                "--output-template=" + disk + "/x-{0..9}.tar"));
    all.addAll(List.of(more));
    return start(all.toArray(new String[0])).await();
  }

  private Launched start(String... arguments) {
    List<String> command = new ArrayList<>(List.of(Launched.LAUNCHER.toString()));
    command.addAll(List.of(arguments));
    return Launched.start(directory, environment(), command);
  }

  private Launched.Result shell(String line) {
    return Launched.run(directory, environment(), List.of("sh", "-c", line));
  }

  private Map<String, String> environment() {
    return Map.of("AIS_ENDPOINT", "file://" + directory.resolve("store"));
  }
}
