package io.aisml.cli.mounted;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.cli.Launched;
import io.aisml.fetcher.testing.AistoreCluster;
import io.aisml.fetcher.testing.SharedAistore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What Lhotse's own loaders from AIStore (Lhotse 1.33.0, SDK 2.0.0) get wrong is right in a mount:
 * cuts of several files, members of shards, and a missing object among others. {@code
 * lhotse_loaders.py} loads the same cuts by each.
 */
@ExtendWith(SharedAistore.class)
class LhotseLoadersIT {
  private static final String SCRIPT = "lhotse_loaders";

  @RegisterExtension private final Mounts mounts = new Mounts();

  private AistoreCluster cluster;
  private Path cuts;
  private Path local;

  @BeforeEach
  void store(AistoreCluster shared) throws IOException {
    cluster = shared;
    String bucket = cluster.newBucket("loaders");
    String made =
        run(Map.of(), Python.script(SCRIPT, "write", mounts.directory().toString(), bucket));
    assertThat(made).isEmpty();
    try (Stream<Path> objects = Files.list(mounts.directory().resolve("objects"))) {
      for (Path object : objects.toList()) {
        String name = object.getFileName().toString();
        if (!name.equals("gone.wav") && !name.equals("member.wav")) {
          cluster.put(bucket, name, Files.readAllBytes(object));
        }
      }
    }
    cuts = mounts.directory().resolve("cuts.jsonl");
    local = mounts.directory().resolve("local.jsonl");
  }

  @Test
  void theMountLoadsAllButTheMissingFile() throws Exception {
    MountedCommand mount = mounts.mount(cuts, "--endpoint=" + cluster.endpoint());

    assertThat(
            mount.succeed(Python.script(SCRIPT, "files", mount.path("cuts.jsonl"), local)).lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("first: same"),
            line -> assertThat(line).isEqualTo("several: same"),
            line ->
                assertThat(line)
                    .startsWith("gone: AudioLoadingError: ")
                    .contains(
                        "No such file or directory: '" + mount.path("b-000000/00002_gone.wav")),
            line -> assertThat(line).isEqualTo("member: same"),
            line -> assertThat(line).isEqualTo("second: same"));
    assertThat(mount.cat(".aisml/errors.jsonl").lines())
        .singleElement()
        .satisfies(
            line -> assertThat(line).contains("b-000000/00002_gone.wav", "/gone.wav", "NOT_FOUND"));
  }

  @Test
  void theBatchLoaderMistakesSeveralFilesForOne() {
    assertThat(run(aistore(), sdk("batch", cuts.toString(), local.toString(), "gone")).lines())
        .containsExactly("first: same", "several: other audio", "member: same", "second: same");
  }

  @Test
  void theBatchLoaderLosesAllForOneMissingObject() {
    assertThat(run(aistore(), sdk("batch", cuts.toString(), local.toString())).lines())
        .singleElement()
        .satisfies(line -> assertThat(line).startsWith("all: AttributeError: "));
  }

  @Test
  void theLoaderOfUrlsFindsNoMembers() {
    assertThat(run(aistore(), sdk("urls", cuts.toString(), local.toString())).lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("first: same"),
            line -> assertThat(line).isEqualTo("several: same"),
            // Not a word of the 404: Lhotse can't wrap the SDK's exception.
            line -> assertThat(line).startsWith("gone: TypeError: "),
            line -> assertThat(line).startsWith("member: ValueError: Error trying to open"),
            line -> assertThat(line).isEqualTo("second: same"));
  }

  private Map<String, String> aistore() {
    return Map.of("AIS_ENDPOINT", cluster.endpoint().toString());
  }

  /** The words that run the script by a Python that has AIStore's SDK. */
  private static String[] sdk(Object... arguments) {
    String[] words = Python.script(SCRIPT, arguments);
    words[0] =
        Objects.requireNonNull(
            System.getenv("AISML_TEST_AISTORE_PYTHON"), "./test sets AISML_TEST_AISTORE_PYTHON");
    return words;
  }

  private String run(Map<String, String> environment, String[] words) {
    Launched.Result result = Launched.run(mounts.directory(), environment, List.of(words));
    assertThat(result.exitCode()).as(result.err()).isZero();
    return result.out();
  }
}
