package io.aisml.cli.mounted;

import static io.aisml.cli.mounted.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.cli.Launched;
import io.aisml.fetcher.archive.TestMember;
import io.aisml.fetcher.testing.AistoreCluster;
import io.aisml.fetcher.testing.Fault;
import io.aisml.fetcher.testing.FaultProxy;
import io.aisml.fetcher.testing.SharedAistore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Entries that can't be had, and a network that does not hold. */
@ExtendWith(SharedAistore.class)
class TroubleIT {
  private static final int FILES = 40;
  private static final int SIZE = 1000;

  /** What a file of {@link #SIZE} bytes takes in a tar. */
  private static final int RECORD = 1536;

  @RegisterExtension private final Mounts mounts = new Mounts();

  private AistoreCluster cluster;
  private String bucket;
  private Spec spec;
  private Path expected;

  @BeforeEach
  void store(AistoreCluster shared) {
    cluster = shared;
    bucket = cluster.newBucket("trouble");
    spec = new Spec();
    expected = mounts.directory().resolve("expected");
    for (int i = 0; i < FILES; i++) {
      String name = "%03d".formatted(i);
      byte[] content = TestMember.of(name, SIZE).content();
      cluster.put(bucket, name, content);
      ObjectStore.write(expected.resolve(name), content);
      spec.object(bucket, name);
    }
  }

  private MountedCommand mount(String text, Object endpoint, String... options) {
    Path file = mounts.file("s.json", text);
    List<String> words =
        Spec.concat(
            List.of("--endpoint=" + endpoint, "--omit-src-bck", "--fetch=batch"), List.of(options));
    return mounts.mount(file, words.toArray(String[]::new));
  }

  /** {@code coer} concerns the archive that get-batch writes: a mount always goes on. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isEachFilesOwn(boolean continueOnError) throws Exception {
    spec.object(bucket, "missing");
    spec.object("no-such-bucket", "lost");
    spec.member(bucket, "000", "no-archive");
    spec.range(bucket, "001", 500, 501);
    spec.entry(Map.of("bucket", "b", "objname", "cloudy", "provider", "s3"));
    MountedCommand mount =
        mount(spec.json(Map.of("coer", continueOnError)), cluster.endpoint(), "--negative-ttl=1h");

    mount.succeed(
        "diff",
        "--recursive",
        "-x",
        "missing",
        "-x",
        "lost",
        "-x",
        "000*",
        "-x",
        "001~2",
        "-x",
        "cloudy",
        expected.toString(),
        mount.point().toString());
    mount.assertFails("missing", "No such file or directory");
    mount.assertFails("lost", "No such file or directory");
    mount.assertFails("000/no-archive", "Input/output error");
    mount.assertFails("001~2", "Input/output error");
    mount.assertFails("cloudy", "No such file or directory");
    assertThat(mount.succeed("ls", "-R", mount.point().toString()))
        .contains("missing", "lost", "no-archive", "001~2", "cloudy");
    assertThat(mount.log()).contains("001~2: ais://" + bucket + "/001").doesNotContain("\tat ");
    assertThat(mount.cat(".aisml/errors.jsonl").lines().map(JsonMapper.shared()::readTree))
        .anySatisfy(
            error -> {
              assertThat(error.path("path").asString()).isEqualTo("missing");
              assertThat(error.path("message").asString())
                  .contains("ais://" + bucket + "/missing")
                  .contains("does not exist");
            });
  }

  @Test
  void ofAThousandMissingFilesIsTheirOwn() {
    for (int i = 0; i < 1000; i++) {
      spec.object(bucket, "missing/" + i);
    }
    MountedCommand mount = mount(spec.json(), cluster.endpoint());
    Launched.Result all = mount.run("sh", "-c", "cat \"$0\"/missing/*", mount.point().toString());

    assertThat(all.err().lines().filter(line -> line.endsWith("No such file or directory")))
        .hasSize(1000);
    mount.succeed("diff", "-r", "-x", "missing", expected.toString(), mount.point().toString());
    assertThat(mount.counter("/store/entryRequests")).isLessThan(1100);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 5 * RECORD + 100, 5 * RECORD + 700, FILES * RECORD})
  void ofAStreamThatIsCutIsNobodys(long bytes) {
    try (FaultProxy proxy = FaultProxy.before(cluster)) {
      proxy.next(
          line -> line.contains("/v1/ml/moss") && line.contains("pid="), new Fault.Cut(bytes));
      MountedCommand mount = mount(spec.json(), proxy.endpoint());

      mount.assertSameAs(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {5 * RECORD + 100, 5 * RECORD + 700})
  void ofAStreamThatStallsIsNobodys(long bytes) {
    try (FaultProxy proxy = FaultProxy.before(cluster)) {
      proxy.next(
          line -> line.contains("/v1/ml/moss") && line.contains("pid="), new Fault.Stall(bytes));
      MountedCommand mount = mount(spec.json(), proxy.endpoint(), "--open-timeout=6s");

      mount.assertSameAs(expected);
      assertThat(mount.counter("/store/retries")).isPositive();
    }
  }

  /** Who waits in open is ended by the signal that ends the mount, and before that by his own. */
  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void endsWithTheMount(String signal) throws Exception {
    try (FaultProxy proxy = FaultProxy.before(cluster)) {
      proxy.next(line -> line.contains("/v1/ml/moss") && line.contains("pid="), new Fault.Stall(0));
      MountedCommand mount = mount(spec.json(), proxy.endpoint());
      Launched interrupted = mount.start("cat", mount.path("000").toString());
      Launched waiting = mount.start("cat", mount.path("001").toString());
      until(() -> mount.counter("/files/waiting") == 2);
      mount.succeed("kill", "-INT", Long.toString(interrupted.process().pid()));
      assertThat(interrupted.await().exitCode()).isEqualTo(130);
      mount.endBy(signal);

      assertThat(waiting.await().exitCode()).isEqualTo(1);
      assertThat(waiting.err()).contains("Input/output error");
    }
  }

  @Test
  void isTimedOutWhenItLasts() {
    try (FaultProxy proxy = FaultProxy.before(cluster)) {
      for (int i = 0; i < 20; i++) {
        proxy.next(line -> line.contains("pid="), new Fault.Stall(0));
      }
      MountedCommand mount =
          mount(spec.json(), proxy.endpoint(), "--open-timeout=3s", "--sizes=lazy");
      Launched.Result failed = mount.run("cat", mount.path("000").toString());

      assertThat(failed.exitCode()).isEqualTo(1);
      assertThat(failed.err()).containsAnyOf("Connection timed out", "Input/output error");
      assertThat(mount.succeed("ls", mount.point().toString()).lines()).hasSize(FILES);
    }
  }
}
