package io.aisml.cli.mounted;

import static io.aisml.cli.mounted.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.cli.Launched;
import io.aisml.fetcher.archive.TestMember;
import io.aisml.fetcher.testing.AistoreCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Mounts of a cluster that demands a token and whose nodes stop. */
class OutageIT {
  private static final int FILES = 24;
  private static final int SIZE = 4 << 20;

  @RegisterExtension private static final Mounts MOUNTS = new Mounts();

  private static AistoreCluster cluster;
  private static Path expected;
  private static Path spec;
  private static Path token;

  @BeforeAll
  static void start() {
    cluster = AistoreCluster.start("--auth-key", "a key for this test");
    expected = MOUNTS.directory().resolve("expected");
    String bucket = cluster.newBucket("outage");
    Spec written = new Spec();
    for (int i = 0; i < FILES; i++) {
      String name = "%02d".formatted(i);
      byte[] content = TestMember.of(name, SIZE).content();
      ObjectStore.write(expected.resolve(name), content);
      cluster.put(bucket, name, content);
      written.object(bucket, name);
    }
    spec = MOUNTS.file("s.json", written.json());
    token = MOUNTS.file("token", cluster.token().orElseThrow());
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static String endpoint() {
    return "--endpoint=" + cluster.endpoint();
  }

  private static MountedCommand mount(String... options) {
    return MOUNTS.mount(
        spec,
        Spec.concat(
                List.of(endpoint(), "--omit-src-bck", "--fetch=batch", "--negative-ttl=1s"),
                List.of(options))
            .toArray(String[]::new));
  }

  @Test
  void refusesToMountWithATokenThatIsRefused() throws Exception {
    Path point = Files.createDirectory(MOUNTS.directory().resolve("refused"));
    String wrong = "--token-file=" + MOUNTS.file("wrong", "no.jwt.atall");
    String log = "--log-file=" + MOUNTS.directory().resolve("refused.log");
    for (String option : new String[] {wrong, "--omit-src-bck"}) {
      Launched.Result result =
          MOUNTS.aisml("mount", endpoint(), option, log, spec.toString(), point.toString());

      assertThat(result.exitCode()).isEqualTo(32);
      assertThat(result.err())
          .contains("give a valid token (AIS_AUTHN_TOKEN or token-file)")
          .doesNotContain("\tat ");
    }
  }

  /** A token that has run out is renewed under the mount. */
  @Test
  void readsAgainOnceTheTokenIsRenewed() throws Exception {
    Path renewed = MOUNTS.file("renewed", "no.jwt.atall");
    MountedCommand mount = mount("--lazy-connect", "--token-file=" + renewed);
    mount.assertFails("00", "Permission denied");
    Files.copy(token, renewed, StandardCopyOption.REPLACE_EXISTING);

    until(() -> isRead(mount, "00"));
    mount.assertSameAs(expected);
    mount.close();
  }

  /**
   * The reader pauses after three files, so that most of the batch has to come without a target.
   */
  @Test
  void readsOnWhenATargetStopsInTheMiddleOfABatch() throws Exception {
    MountedCommand mount = mount("--token-file=" + token, "--cache-memory=32m");
    Path go = MOUNTS.directory().resolve("go");
    String line =
        "cd \"$0\"; for f in *; do cat $f; echo $f >&2;"
            + " [ $f != 02 ] || until [ -e \"$1\" ]; do sleep 0.05; done; done | sha256sum";
    Launched reader = mount.start("sh", "-c", line, mount.point().toString(), go.toString());
    until(() -> reader.err().contains("02"));
    cluster.killTarget(2);
    Files.createFile(go);
    cluster.restartTarget(2);
    String digest = mount.succeed("sh", "-c", "cat \"$0\"/* | sha256sum", expected.toString());

    assertThat(reader.await().out()).isEqualTo(digest);
    mount.close();
  }

  @Test
  void failsWhileTheClusterIsGoneAndReadsWhenItIsBack() throws Exception {
    MountedCommand mount = mount("--token-file=" + token, "--open-timeout=6s");
    cluster.stopAll();
    Launched.Result failed = mount.run("cat", mount.path("05").toString());
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.err()).containsAnyOf("Input/output error", "Connection timed out");
    assertThat(mount.succeed("ls", mount.point().toString()).lines()).hasSize(FILES);
    cluster.startAll();

    until(() -> isRead(mount, "05"));
    mount.assertSameAs(expected);
    mount.close();
  }

  private static boolean isRead(MountedCommand mount, String name) {
    return mount.run("sha256sum", mount.path(name).toString()).exitCode() == 0;
  }
}
