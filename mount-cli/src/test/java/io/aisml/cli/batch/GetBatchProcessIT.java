package io.aisml.cli.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.cli.Launched;
import io.aisml.cli.mounted.ObjectStore;
import io.aisml.fetcher.testing.AistoreCluster;
import io.aisml.fetcher.testing.SharedAistore;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The built {@code aisml get-batch} as a process: pipes, signals, full disks, memory. What needs
 * more bytes than a cluster should hold is in a directory, as files with holes.
 */
@ExtendWith(SharedAistore.class)
class GetBatchProcessIT {
  private static final int MIB = 1 << 20;
  private static final long GIB = 1L << 30;

  @TempDir private Path directory;

  private AistoreCluster cluster;

  @SuppressWarnings("NullAway.Init") // by open
  private ObjectStore store;

  private String bucket = "";
  private Path out;

  /** Where the objects are. */
  enum Where {
    CLUSTER,
    DIRECTORY
  }

  @BeforeEach
  void makeDirectory(AistoreCluster cluster) throws IOException {
    this.cluster = cluster;
    out = Files.createDirectory(directory.resolve("out")).resolve("x.tar");
  }

  private void open(Where where) {
    store =
        where == Where.CLUSTER
            ? ObjectStore.of(cluster)
            : ObjectStore.of(directory.resolve("store"));
    bucket = store.newBucket("process");
  }

  @ParameterizedTest
  @EnumSource
  void writesToStandardOutput(Where where) {
    open(where);
    store.put(bucket, "a", "content of a".getBytes(UTF_8));
    Launched.Result result =
        shell("%s get-batch %s - | tar -xO".formatted(Launched.LAUNCHER, uri("a")));

    assertThat(result.out()).isEqualTo("content of a");
    assertThat(result.err()).isEqualTo("Created ML batch archive - with 1 objects\n");
  }

  @ParameterizedTest
  @EnumSource
  void isQuietWhenItsReaderHasGone(Where where) {
    open(where);
    store.put(bucket, "big", new byte[64 * MIB]);
    Launched.Result result =
        shell(
            "{ %s get-batch -nv %s -; echo $? >&2; } | head -c 100 | wc -c"
                .formatted(Launched.LAUNCHER, uri("big")));

    assertThat(result.out().strip()).isEqualTo("100");
    assertThat(result.err()).isEqualTo(BatchExit.PIPE_CLOSED + "\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 250, 450, 700})
  void leavesTheArchiveAsItWasWhenInterrupted(int milliseconds) throws Exception {
    open(Where.DIRECTORY);
    Files.writeString(out, "old");
    sparse("many", 20 * GIB); // takes longer than anybody waits
    Launched run = start("get-batch", "-y", "-nv", "ais://" + bucket, out.toString());
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
    open(Where.CLUSTER);
    Launched run = start("get-batch", "--spec", "-", out.toString());
    boolean unused = run.process().waitFor(3, TimeUnit.SECONDS);
    run.process().destroy();

    // 128 and SIGTERM when it has not come as far as its own handling of signals
    assertThat(run.await().exitCode()).isIn(BatchExit.INTERRUPTED, 143);
    assertThat(names(directory.resolve("out"))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void saysThatTheDiskIsFull(Where where) throws Exception {
    open(where);
    store.put(bucket, "big", new byte[8 * MIB]);
    onTmpfs(
        "size=4m",
        disk -> {
          Path archive = Files.writeString(disk.resolve("x.tar"), "old");
          Launched.Result result = get("-y", uri("big"), archive.toString());

          assertThat(result.exitCode()).isEqualTo(1);
          assertThat(result.err())
              .isEqualTo("aisml get-batch: " + archive + ": No space left on device\n");
          assertThat(archive).hasContent("old");
          assertThat(names(disk)).containsExactly("x.tar");
        });
  }

  /** The archives before it stay, and the old ones from it on. */
  @ParameterizedTest
  @EnumSource
  void saysThatTheDiskIsFullWhenItSplits(Where where) throws Exception {
    open(where);
    store.put(bucket, "o-0", new byte[2 * MIB]);
    store.put(bucket, "o-1", new byte[8 * MIB]);
    store.put(bucket, "o-2", new byte[MIB]);
    onTmpfs(
        "size=4m",
        disk -> {
          Files.writeString(disk.resolve("x-1.tar"), "old");
          Launched.Result result = split(disk, 3, "-y");

          assertThat(result.exitCode()).isEqualTo(1);
          assertThat(result.err())
              .isEqualTo(
                  "aisml lhotse-get-batch: "
                      + disk.resolve("x-1.tar")
                      + ": No space left on device\n");
          assertThat(names(disk)).containsExactlyInAnyOrder("x-0.tar", "x-1.tar");
          assertThat(disk.resolve("x-1.tar")).hasContent("old");
          assertThat(shell("tar tf " + disk.resolve("x-0.tar")).out()).isEqualTo(bucket + "/o-0\n");
        });
  }

  @Test
  void saysThatTheDirectoryTakesNoFiles() throws Exception {
    open(Where.CLUSTER);
    store.put(bucket, "o-0", new byte[1]);
    onTmpfs(
        "ro",
        disk -> {
          Launched.Result result = get(uri("o-0"), disk.resolve("x.tar").toString());

          assertThat(result.exitCode()).isEqualTo(1);
          assertThat(result.err())
              .isEqualTo("aisml get-batch: " + disk + ": Read-only file system\n");
          assertThat(split(disk, 1).err())
              .isEqualTo("aisml lhotse-get-batch: " + disk + ": Read-only file system\n");
        });
  }

  /** One object many times over. */
  @ParameterizedTest
  @EnumSource
  void fourGibibytesTakeLittleMemory(Where where) {
    open(where);
    store.put(bucket, "part", new byte[64 * MIB]);
    String parts = String.join(",", Collections.nCopies((int) (4 * GIB / (64 * MIB)), "part"));
    Launched.Result result =
        shell(
            "%s get-batch --streaming -nv ais://%s --list %s /dev/null & p=$!;"
                    .formatted(Launched.LAUNCHER, bucket, parts)
                + " while kill -0 $p 2>/dev/null; do peak=$(sed -n 's/^VmHWM: *//p'"
                + " /proc/$p/status 2>/dev/null || true); [ -n \"$peak\" ] && last=$peak;"
                + " sleep 0.1; done; wait $p || exit; echo ${last% kB}");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(Long.parseLong(result.out().strip())).isBetween(1024L, 256L << 10);
  }

  @Test
  void aMemberOfMoreThanEightGibibytes() throws IOException {
    open(Where.DIRECTORY);
    sparse("huge", 8 * GIB + 1);
    // Its head tells; the rest is as many zeros.
    Launched.Result result =
        shell(
            "%s get-batch --streaming -nv %s - | head -c 4096 | tar -tv 2>/dev/null; true"
                .formatted(Launched.LAUNCHER, uri("huge")));

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains(bucket + "/huge").contains(Long.toString(8 * GIB + 1));
  }

  @Test
  void manualPagesAndVersionAreThere() {
    open(Where.DIRECTORY);
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

  /** A file with a hole, in a directory as the store. */
  private void sparse(String name, long size) throws IOException {
    Path file = directory.resolve("store/ais").resolve(bucket).resolve(name);
    try (RandomAccessFile object = new RandomAccessFile(file.toFile(), "rw")) {
      object.setLength(size);
    }
  }

  private String uri(String name) {
    return "ais://" + bucket + "/" + name;
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

  /** Each of so many objects {@code o-N} into an archive of its own. */
  private Launched.Result split(Path disk, int objects, String... more) throws IOException {
    List<String> cuts = new ArrayList<>();
    for (int i = 0; i < objects; i++) {
      cuts.add(
          ("{\"id\": \"c%d\", \"start\": 0, \"duration\": 1, \"channel\": 0, \"type\": \"MonoCut\","
                  + " \"recording\": {\"id\": \"r\", \"sampling_rate\": 8000, \"num_samples\": 8000,"
                  + " \"duration\": 1, \"sources\": [{\"type\": \"url\", \"channels\": [0],"
                  + " \"source\": \"%s\"}]}}")
              .formatted(i, uri("o-" + i)));
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
    return Map.of("AIS_ENDPOINT", store.endpoint().replaceFirst("^--endpoint=", ""));
  }
}
