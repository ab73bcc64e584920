package io.aisml.cli.mounted;

import static io.aisml.cli.mounted.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.cli.Launched;
import io.aisml.fetcher.archive.TestMember;
import io.aisml.fetcher.testing.AistoreCluster;
import io.aisml.fetcher.testing.SharedAistore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sources that come by standard input, and manifests that are objects: mounts of their own. */
@ExtendWith(SharedAistore.class)
class StandardInputIT {
  private static final int CUTS = 40;

  @RegisterExtension private final Mounts mounts = new Mounts();

  private AistoreCluster cluster;
  private String bucket = "";
  private Path manifest;
  private Path compressed;
  private Path spec;
  private Path names;
  private Path point;

  @BeforeEach
  void fill(AistoreCluster shared) throws IOException {
    cluster = shared;
    bucket = cluster.newBucket("input");
    StringBuilder cuts = new StringBuilder();
    Spec written = new Spec();
    for (int i = 0; i < CUTS; i++) {
      String name = "%02d.wav".formatted(i);
      cluster.put(bucket, name, TestMember.of(name, 1000 + i).content());
      cuts.append(cut(name));
      if (i % 3 == 0) {
        written.object(bucket, name);
      }
    }
    manifest = mounts.file("given.jsonl", cuts.toString());
    compressed = mounts.directory().resolve("given.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
      out.write(Files.readAllBytes(manifest));
    }
    cluster.put(bucket, "given.jsonl.gz", Files.readAllBytes(compressed));
    spec = mounts.file("given.json", written.json());
    names = mounts.file("names", "07.wav\n31.wav\n");
    point = Files.createDirectory(mounts.directory().resolve("piped"));
  }

  @AfterEach
  void unmount() throws Exception {
    Process end =
        new ProcessBuilder("sh", "-c", "umount -l '%s' 2> /dev/null || true".formatted(point))
            .start();
    assertThat(end.waitFor()).isZero();
  }

  private String cut(String name) {
    return """
        {"id": "c-%1$s", "start": 0, "duration": 1, "channel": 0, "supervisions": [], \
        "type": "MonoCut", "recording": {"id": "%1$s", "sources": [{"type": "url", "channels": [0], \
        "source": "ais://%2$s/%1$s"}], "sampling_rate": 8000, "num_samples": 8000, "duration": 1}}
        """
        .formatted(name, bucket);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cuts", "spec", "list", "object"})
  void outlivesItsProcess(String way) throws Exception {
    String inBucket = "--bucket=ais://" + bucket;
    List<String> piped =
        switch (way) {
          case "cuts" -> List.of("--cuts=-");
          case "spec" -> List.of("--cuts=" + manifest, "--spec", "-");
          case "list" -> List.of("--cuts=" + manifest, "--list=@-", inBucket);
          default -> List.of("--cuts=ais://" + bucket + "/given.jsonl.gz");
        };
    Path input =
        switch (way) {
          case "cuts" -> compressed;
          case "spec" -> spec;
          default -> names;
        };
    MountedCommand expected =
        mounts.mountTexts(
            List.of(),
            Stream.concat(
                    options().stream(),
                    switch (way) {
                      case "spec" -> Stream.of("--cuts=" + manifest, "--spec=" + spec);
                      case "list" -> Stream.of("--cuts=" + manifest, "--list=@" + names, inBucket);
                      default -> Stream.of("--cuts=" + manifest);
                    })
                .toArray(String[]::new));
    Path log = mounts.directory().resolve("piped.log");
    List<String> words = new ArrayList<>(List.of("mount", "--log-file=" + log));
    words.addAll(options());
    words.addAll(piped);
    words.add(point.toString());

    Launched.Result mounted = fed(input, words);
    assertThat(mounted).isEqualTo(new Launched.Result(0, "", ""));
    assertThat(diff(expected)).isEqualTo(new Launched.Result(0, "", ""));
    kill();
    until(() -> Files.readString(log).contains("taken over from the process before"));

    assertThat(diff(expected)).isEqualTo(new Launched.Result(0, "", ""));
    assertThat(Files.readString(log)).doesNotContain("mounted anew");
    assertThat(mounts.aisml("umount", point.toString()).exitCode()).isZero();
  }

  @Test
  void planReadsIt() {
    Launched.Result plan = fed(compressed, List.of("plan", "--batch-size=10", "--cuts", "-"));
    assertThat(plan.err()).isEmpty();
    assertThat(plan.out()).contains("standard input").contains("40").contains("b-000003");
  }

  @Test
  void namesItInMessages() throws IOException {
    Path wrong = mounts.file("wrong", cut("a.wav") + "{}\n");
    assertThat(fed(wrong, List.of("plan", "--strict", "--cuts=-")).err())
        .contains("standard input:2:");
    assertThat(fed(wrong, List.of("plan", "--spec=-", "--cuts=-")).err())
        .contains("cuts and spec can't both be read from standard input; put one in a file");
  }

  private List<String> options() {
    return List.of("--endpoint=" + cluster.endpoint(), "--relative", "--batch-size=15");
  }

  private Launched.Result fed(Path input, List<String> words) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$0\" \"$@\" < " + input));
    command.add(Launched.LAUNCHER.toString());
    command.addAll(words);
    return Launched.run(mounts.directory(), Map.of(), command);
  }

  private Launched.Result diff(MountedCommand expected) {
    return expected.run("diff", "-r", expected.point().toString(), point.toString());
  }

  private void kill() throws Exception {
    String kill =
        "kill -9 $(sed -n 's/^ *\"pid\" *: *\\([0-9]*\\).*/\\1/p' '%s/.aisml/status.json')";
    Launched.Result killed =
        Launched.run(mounts.directory(), Map.of(), List.of("sh", "-c", kill.formatted(point)));
    assertThat(killed).isEqualTo(new Launched.Result(0, "", ""));
  }
}
