package io.aisml.cli.mounted;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.cli.Launched;
import io.aisml.fetcher.archive.TestMember;
import io.aisml.fetcher.testing.AistoreCluster;
import io.aisml.fetcher.testing.FaultProxy;
import io.aisml.fetcher.testing.SharedAistore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * More objects of a cluster than a page of its listings has, mounted, and those who look at them
 * and read them.
 */
@ExtendWith(SharedAistore.class)
class ManyFilesIT {
  private static final int FILES = 10_300;
  private static final int A_DIRECTORY = 512;

  @RegisterExtension private static final Mounts MOUNTS = new Mounts();

  private static AistoreCluster store;
  private static String endpoint = "";
  private static String bucket = "";
  private static Path spec = Path.of("");
  private static Path expected = Path.of("");

  /** Nobody has read from it before a test does. */
  private static MountedCommand mount;

  @BeforeAll
  static void store(AistoreCluster cluster) {
    store = cluster;
    endpoint = ObjectStore.of(cluster).endpoint();
    bucket = cluster.newBucket("many");
    expected = MOUNTS.directory().resolve("expected");
    Spec written = new Spec();
    IntStream.range(0, FILES).forEach(i -> written.object(bucket, name(i)));
    IntStream.range(0, FILES)
        .parallel()
        .forEach(
            i -> {
              byte[] content = TestMember.of(name(i), i % 101 * 37).content();
              cluster.put(bucket, name(i), content);
              ObjectStore.write(expected.resolve(name(i)), content);
            });
    cluster.put(bucket, "zz-outside", new byte[1]);
    spec = MOUNTS.file("s.json", written.json());
    mount = MOUNTS.mount(spec, endpoint, "--omit-src-bck", "--fetch=batch");
  }

  private static String name(int i) {
    return "all/d-%02d/%05d.bin".formatted(i / A_DIRECTORY, i);
  }

  @Test
  void areAllReadAsTheyAre() {
    mount.assertSameAs(expected);
  }

  /** What shells do all day long, before anybody has read. */
  @ParameterizedTest
  @ValueSource(strings = {"--sizes=lazy", "--sizes=eager"})
  void areLookedAtWithoutARequest(String sizes) throws IOException {
    MountedCommand fresh = MOUNTS.mount(spec, endpoint, "--omit-src-bck", sizes);
    JsonNode before = fresh.status().path("store");
    for (String look :
        List.of("ls -lR", "find . -printf '%s %m %n %p\n'", "du -ab", "ls -R --color=always")) {
      String seen = fresh.succeed("sh", "-c", "cd \"$0\" && " + look, fresh.point().toString());

      assertThat(seen.lines().filter(line -> line.contains(".bin"))).as(look).hasSize(FILES);
    }
    assertThat(fresh.status().path("store")).isEqualTo(before);
    assertThat(fresh.counter("/files/opens")).isZero();
    fresh.close();
  }

  @Test
  void carryTheTimeOfTheirSource() {
    String times = "find \"$0\" -printf '%T@\\n' | sort -u";

    assertThat(mount.succeed("sh", "-c", times, mount.point().toString()))
        .isEqualTo(mount.succeed("find", spec.toString(), "-printf", "%T@\n"));
  }

  /** Sizes are there when the mount is, so tar, which goes by them, stores what there is. */
  @Test
  void arePackedByTarAtOnce() {
    MountedCommand fresh = MOUNTS.mount(spec, endpoint, "--omit-src-bck");
    Path unpacked = MOUNTS.directory().resolve("unpacked");
    fresh.succeed("mkdir", unpacked.toString());
    fresh.succeed(
        "sh",
        "-c",
        "tar -C \"$0\" -c . | tar -C \"$1\" -x",
        fresh.point().toString(),
        unpacked.toString());

    mount.succeed("diff", "-r", expected.toString(), unpacked.toString());
  }

  @Test
  void areReadBySixtyFourProcessesAtOnce() {
    mount.succeed(Python.script("readers", mount.path("all/d-07"), expected.resolve("all/d-07")));
  }

  /** Shuffled and not, with 0, 1 and 4 workers, forked and spawned; every sample is compared. */
  @Test
  void areLoadedByPyTorch() {
    String directory = "all/d-03";
    String sums = "cd \"$0\" && sha256sum *";
    Path digests =
        MOUNTS.file(
            "digests", mount.succeed("sh", "-c", sums, expected.resolve(directory).toString()));
    String done =
        mount.succeed(
            Python.script("dataloader", "--root", mount.path(directory), "--expected", digests));

    assertThat(done.lines()).hasSize(10).allMatch(line -> line.contains(": 512 samples read"));
  }

  @Test
  void standInItsRequestCompletely() {
    String request = mount.cat(".aisml/request.json");

    assertThat(request.lines().filter(line -> line.contains("\"objname\""))).hasSize(FILES);
  }

  /** The names as they were stored, sorted by what their characters are. */
  @ParameterizedTest
  @CsvSource({"'', zz-outside", "/all/, ''"})
  void areArchivedInListingOrderByTheNameAbove(String below, String outside) throws Exception {
    Path archive = MOUNTS.directory().resolve("bucket.tar");
    try (FaultProxy proxy = FaultProxy.before(store)) {
      Launched.Result result =
          MOUNTS.aisml(
              "get-batch",
              "--endpoint=" + proxy.endpoint(),
              "-y",
              "--omit-src-bck",
              "ais://" + bucket + below,
              archive.toString());

      assertThat(result.exitCode()).as(result.err()).isZero();
      assertThat(proxy.requestLines())
          .as("pages")
          .filteredOn(line -> line.contains("/v1/buckets/" + bucket))
          .hasSizeGreaterThan(1);
    }
    Stream<String> stored = IntStream.range(0, FILES).mapToObj(ManyFilesIT::name);
    assertThat(mount.succeed("tar", "-tf", archive.toString()).lines())
        .containsExactlyElementsOf(
            Stream.concat(stored, Stream.of(outside).filter(name -> !name.isEmpty()))
                .sorted()
                .toList());
    Path unpacked = Files.createTempDirectory(MOUNTS.directory(), "unpacked");
    mount.succeed("tar", "-C", unpacked.toString(), "-xf", archive.toString(), "all");
    mount.succeed("diff", "-r", expected.toString(), unpacked.toString());
  }

  @Test
  void areMountedByTheNameAbove() throws IOException {
    MountedCommand named = MOUNTS.mountTexts(List.of("ais://" + bucket + "/all/"), endpoint);
    String list = "cd \"$0\" && find . -type f -printf '%P %s\n' | LC_ALL=C sort";

    assertThat(named.succeed("sh", "-c", list, named.point().toString()))
        .isEqualTo(mount.succeed("sh", "-c", list, expected.resolve("all").toString()));
    named.close();
  }

  @Test
  void areTheSameInASecondMountOfTheirSource() throws IOException {
    MountedCommand second = MOUNTS.mount(spec, endpoint, "--omit-src-bck");
    String list = "find \"$0\" -printf '%i %s %P\\n'";

    assertThat(second.succeed("sh", "-c", list, second.point().toString()))
        .isEqualTo(mount.succeed("sh", "-c", list, mount.point().toString()));
    second.succeed(
        "diff", "-r", mount.path("all/d-11").toString(), second.path("all/d-11").toString());
    second.close();
  }
}
