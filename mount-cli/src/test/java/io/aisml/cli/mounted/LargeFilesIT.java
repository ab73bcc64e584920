package io.aisml.cli.mounted;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.cli.Launched;
import io.aisml.fetcher.archive.TestMember;
import io.aisml.fetcher.testing.AistoreCluster;
import io.aisml.fetcher.testing.Fault;
import io.aisml.fetcher.testing.FaultProxy;
import io.aisml.fetcher.testing.SharedAistore;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects that are large beside the cache, or all together. */
@ExtendWith(SharedAistore.class)
class LargeFilesIT {
  private static final long MIB = 1 << 20;
  private static final long CACHE = 64 * MIB;

  /** What the process may hold beside the cache and the tree. */
  private static final long ALLOWANCE = 256 * MIB;

  private static final int ODD_SIZE = 7_654_321;
  private static final int SONGS = 96;

  @RegisterExtension private static final Mounts MOUNTS = new Mounts();

  private static String endpoint = "";
  private static String bucket = "";
  private static Path expected = Path.of("");
  private static Path songs = Path.of("");

  @BeforeAll
  static void store(AistoreCluster cluster) throws IOException {
    endpoint = ObjectStore.of(cluster).endpoint();
    bucket = cluster.newBucket("large");
    expected = Files.createDirectory(MOUNTS.directory().resolve("expected"));
    Path huge = expected.resolve("huge");
    try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
      file.setLength(1024 * MIB);
      for (int i = 0; i < 1024; i += 5) {
        file.seek(i * MIB + i);
        file.write(TestMember.of("at-" + i, 10_000 + i).content());
      }
    }
    cluster.put(bucket, "huge", huge);
    Files.write(expected.resolve("odd"), TestMember.of("odd", ODD_SIZE).content());
    cluster.put(bucket, "odd", expected.resolve("odd"));
    songs = Files.createDirectories(expected.resolve("only-songs/songs"));
    for (int i = 0; i < SONGS; i++) {
      Path song = songs.resolve("%03d".formatted(i));
      Files.write(song, TestMember.of("song-" + i, (int) MIB + i).content());
      cluster.put(bucket, "songs/" + song.getFileName(), song);
    }
  }

  private static MountedCommand mount(Spec spec, String... options) throws IOException {
    Path file = MOUNTS.file("s-" + System.nanoTime() + ".json", spec.json());
    List<String> words = new ArrayList<>(List.of(options));
    words.addAll(List.of(endpoint, "--omit-src-bck", "--cache-memory=" + CACHE));
    return MOUNTS.mount(file, words.toArray(String[]::new));
  }

  private static void assertBounded(MountedCommand mount) throws IOException {
    long tree = mount.counter("/mount/treeBytes");

    assertThat(mount.peakMemory()).isLessThan(CACHE + ALLOWANCE + tree);
    assertThat(mount.counter("/memory/residentPeakBytes"))
        .isBetween(mount.peakMemory() - 16 * MIB, mount.peakMemory());
    // Null where the host has no cgroup v2, and then it is not there to be reported.
    assertThat(mount.status().at("/memory").has("cgroupPeakBytes")).isTrue();
  }

  @Test
  void oneIsReadThatIsLargerThanTheCache() throws IOException {
    MountedCommand mount = mount(new Spec().object(bucket, "huge"));

    assertThat(mount.sha256("huge")).isEqualTo(mount.sha256(expected.resolve("huge")));
    assertThat(
            mount.succeed(
                "cmp",
                mount.path("huge").toString(),
                expected + "/huge",
                "-n",
                "99999",
                "-i",
                "777777777"))
        .isEmpty();
    assertBounded(mount);
    assertThat(mount.counter("/store/bytesReceived")).isLessThan(1024 * MIB * 11 / 10);
    assertThat(mount.bytesWrittenToDisk()).isLessThan(4 * MIB);
    mount.close();
  }

  /** The object goes away while it is read: its first megabytes are there. */
  @Test
  void oneFailsInReadWhenItsRestCantBeHad(AistoreCluster cluster) throws Exception {
    cluster.put(bucket, "gone", TestMember.of("gone", 12 << 20).content());
    try (FaultProxy proxy = FaultProxy.before(cluster)) {
      // Targets may refuse what they are not ready for, and the rest may be asked for by a GET.
      for (int i = 0; i < 50; i++) {
        proxy.next(line -> line.contains("pid="), new Fault.Stall(3 * MIB));
      }
      MountedCommand mount =
          MOUNTS.mount(
              MOUNTS.file("gone.json", new Spec().object(bucket, "gone").json()),
              "--endpoint=" + proxy.endpoint(),
              "--omit-src-bck",
              "--fetch=batch",
              "--open-timeout=30s");
      String file = mount.path("gone").toString();
      Path copy = MOUNTS.directory().resolve("copy");
      Launched reader = mount.start("dd", "bs=64k", "status=none", "if=" + file, "of=" + copy);
      Launched mapper = mount.start(Python.script("mapped", file));
      Eventually.until(
          () -> Files.exists(copy) && Files.size(copy) > MIB && mapper.out().equals("open\n"));
      cluster.delete(bucket, "gone");

      assertThat(reader.await().exitCode()).isEqualTo(1);
      assertThat(reader.err()).contains("Input/output error");
      assertThat(mapper.await().exitCode()).as("128 and SIGBUS").isEqualTo(135);
      mount.close();
    }
  }

  /** Mapped, direct, backwards, spliced, sent and streamed: the script tells each way's digest. */
  @ParameterizedTest
  @ValueSource(strings = {"--sizes=background", "--sizes=lazy", "--fetch=entry"})
  void oneIsReadByEverySystemCall(String option) throws IOException {
    MountedCommand mount = mount(new Spec().object(bucket, "odd"), option);
    String digest = mount.sha256(expected.resolve("odd"));

    assertThat(mount.succeed(Python.script("syscalls", mount.path("odd"), ODD_SIZE)))
        .isEqualTo((digest + "\n").repeat(6));
    mount.close();
  }

  @Test
  void oneIsReadBySixtyFourProcessesAtOnce() throws IOException {
    MountedCommand mount = mount(new Spec().object(bucket, "odd"), "--fetch=batch");
    String digest = mount.sha256(expected.resolve("odd"));
    String line = "for i in $(seq 64); do sha256sum < \"$0\" & done; wait";

    assertThat(mount.succeed("sh", "-c", line, mount.path("odd").toString()))
        .isEqualTo((digest + "  -\n").repeat(64));
    assertThat(mount.counter("/store/batchRequests")).isEqualTo(1);
    mount.close();
  }

  /** A batch of 96 MiB through a cache of 64. */
  @Test
  void aBatchIsReadInOrderThatIsLargerThanTheCacheAndReadAgain() throws IOException {
    Spec spec = new Spec();
    for (int i = 0; i < SONGS; i++) {
      spec.object(bucket, "songs/%03d".formatted(i));
    }
    MountedCommand mount = mount(spec, "--fetch=batch");
    mount.assertSameAs(expected.resolve("only-songs"));

    long once = mount.counter("/store/bytesReceived");
    long stops = mount.counter("/files/loads/stops");
    assertThat(once).isLessThan((SONGS + 1 + 2 * stops) * (MIB + SONGS));
    mount.dropPages();
    mount.assertSameAs(expected.resolve("only-songs"));
    assertThat(mount.counter("/store/bytesReceived")).isGreaterThan(once + 32 * MIB);
    assertThat(mount.counter("/files/loads/cache/evictedRead")).isPositive();
    assertBounded(mount);
    mount.close();
  }
}
