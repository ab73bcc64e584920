package io.aisml.cli.mounted;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.cli.Launched;
import io.aisml.fetcher.archive.TestMember;
import io.aisml.fetcher.testing.AistoreCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Buckets of a cluster that is attached to the one that is asked: cold here until they are read.
 */
class RemoteClusterIT {
  private static final int FILES = 20;
  private static final String ALIAS = "far";

  @RegisterExtension private static final Mounts MOUNTS = new Mounts();

  private static AistoreCluster near;
  private static AistoreCluster far;
  private static String uuid = "";

  @BeforeAll
  static void start() {
    near = AistoreCluster.start();
    far = AistoreCluster.start("--targets", "1");
    near.attachRemote(ALIAS, far);
    uuid = far.uuid();
  }

  @AfterAll
  static void stop() {
    near.close();
    far.close();
  }

  /** A bucket that nobody here has read from, and what is in it as files. */
  private static String cold(Path expected) {
    String bucket = far.newBucket("cold");
    for (int i = 0; i < FILES; i++) {
      TestMember member = TestMember.of("train/%02d.wav".formatted(i), 1000 * i);
      far.put(bucket, member.name(), member.content());
      ObjectStore.write(expected.resolve(member.name()), member.content());
    }
    return bucket;
  }

  private static List<String> entries() {
    return IntStream.range(0, FILES)
        .mapToObj("{\"objname\":\"train/%02d.wav\"}"::formatted)
        .toList();
  }

  private static String url(String cluster, String bucket) {
    return "ais://@" + (cluster.equals(ALIAS) ? ALIAS : uuid) + "/" + bucket;
  }

  @ParameterizedTest
  @ValueSource(strings = {ALIAS, "its uuid"})
  void isMounted(String cluster) throws Exception {
    Path expected = Files.createTempDirectory(MOUNTS.directory(), "expected");
    String bucket = cold(expected);

    MountedCommand mount =
        MOUNTS.mountTexts(List.of(url(cluster, bucket)), "--endpoint=" + near.endpoint());

    mount.assertSameAs(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {ALIAS, "its uuid"})
  void isPackedBySourceTemplateAndSpec(String cluster) throws Exception {
    Path expected = Files.createTempDirectory(MOUNTS.directory(), "expected");
    String url = url(cluster, cold(expected));
    String spec = "{\"in\":[%s]}".formatted(String.join(",", entries()));

    assertThat(unpacked(url + "/train/")).satisfies(files -> same(files, expected));
    assertThat(unpacked(url + "/train/{00..19}.wav")).satisfies(files -> same(files, expected));
    assertThat(unpacked(url, "--spec", spec)).satisfies(files -> same(files, expected));
  }

  @Test
  void anUnknownOneIsNamed() {
    Launched.Result result = get(MOUNTS.directory().resolve("no.tar"), "ais://@nowhere/b/x");

    assertThat(result.exitCode()).isNotZero();
    assertThat(result.err()).contains("nowhere").hasLineCount(1);
  }

  private static Launched.Result get(Path archive, String... words) {
    List<String> command = new ArrayList<>(List.of("get-batch", "-y", "-nv", "--omit-src-bck"));
    command.add("--endpoint=" + near.endpoint());
    command.addAll(List.of(words));
    command.add(archive.toString());
    return MOUNTS.aisml(command.toArray(String[]::new));
  }

  private static Path unpacked(String... words) throws IOException {
    Path files = Files.createTempDirectory(MOUNTS.directory(), "unpacked");
    Path archive = MOUNTS.directory().resolve(files.getFileName() + ".tar");
    Launched.Result result = get(archive, words);
    assertThat(result.exitCode()).as(result.err()).isZero();
    run("tar", "-xf", archive.toString(), "-C", files.toString());
    return files;
  }

  private static void same(Path files, Path expected) {
    run("diff", "-r", files.toString(), expected.toString());
  }

  private static void run(String... command) {
    Launched.Result result = Launched.run(MOUNTS.directory(), Map.of(), List.of(command));
    assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
  }
}
