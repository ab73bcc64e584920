package io.aisml.fetcher.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aisml.fetcher.plan.GeneratedFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What can be wrong with a manifest, one defect after another between two good cuts: the rest is
 * shown, the defect is named with its line and cause, and strict refuses it by the same words.
 */
class ManifestDefectsTest {
  private static final String GOOD = cut("good", "'type': 'url', 'source': 'ais://b/good.wav'");

  @TempDir private Path directory;

  static Stream<Arguments> defects() {
    return Stream.of(
        // What is no cut.
        defect("{'id': 'torn', 'start': 0,", "no JSON at column 27: Unexpected end-of-input"),
        defect("cuts", "no JSON at column 1: Unrecognized token"),
        defect("null", "'null' is no cut"),
        defect("[1]", "no cut: expected one JSON object in the line"),
        defect("{} {}", "no cut: expected one JSON object in the line"),
        defect(GOOD.replace("'id': 'good', ", ""), "the cut has no 'id'"),
        defect("{'id': 's', 'start': 0, 'duration': 1}", "no cut: it has no 'type'"),
        defect(GOOD.replace("MonoCut", "StereoCut"), "unknown type 'StereoCut'; expected MonoCut"),
        defect(
            "{'id': 'p', 'type': 'PaddingCut', 'duration': 1}",
            "a PaddingCut can only be a track of a MixedCut"),
        defect("{'id': 'm', 'type': 'MixedCut'}", "the MixedCut has no 'tracks'"),
        defect("{'id': 'm', 'type': 'MixedCut', 'tracks': [{}]}", "track 0 has no 'cut'"),
        defect(
            "{'id': 'r', 'type': 'MonoCut', 'recording': {'id': 'r'}}",
            "the recording has no 'sources'"),
        defect(cut("s", "'type': 'url'"), "a source of the recording has no 'source'"),
        defect(GOOD.replace("'channel': 0", "'channel': 'left'"), "'channel' must be a channel's"),
        defect(
            GOOD.replace("'duration': 1,", "'duration': 'long',"),
            "field 'duration' has a value of the wrong type"),
        defect(GOOD.replace("'start': 0", "'start': 1e300"), "field 'start' is beyond any measure"),
        // Cuts whose audio can't be had from the store.
        defect(cut("s", "'type': 'shar', 'source': ''"), "say by shar where its tars are"),
        defect(
            cut("s", "'type': 'shar_ptr', 'source': 'a.tar?o=0&e=9'"),
            "is a range of a tar (source type 'shar_ptr')"),
        defect(cut("s", "'type': 'dummy', 'source': ''"), "its audio is nowhere"),
        defect(cut("s", "'type': 'memory', 'source': ''"), "its audio is nowhere"),
        defect(cut("s", "'type': 'dove', 'source': 'x'"), "unknown source type 'dove'; expected"),
        defect(
            cut("s", "'type': 'url', 'source': 'ais://b'"), "names a bucket; expected an object"),
        defect(
            cut("s", "'type': 'url', 'source': 'ht://b/o'"), "unknown provider 'ht'; expected ais"),
        defect(cut("s", "'type': 'url', 'source': 'ais://b!/o'"), "bucket name 'b!' may only have"),
        defect(cut("s", "'type': 'url', 'source': 'ais://b/a/../o'"), "must not have '.' or '..'"),
        defect(cut("s", "'type': 'url', 'source': 'ais://b/s.tar/a/'"), "must not end in '/'"));
  }

  @ParameterizedTest
  @MethodSource("defects")
  void areNamedAndTheRestIsShown(String line, String problem) throws IOException {
    MountPlan mount = plan(line, false);

    assertThat(mount.plan().leftOut())
        .singleElement()
        .satisfies(
            left -> {
              assertThat(left.where()).endsWith("/cuts.jsonl:2");
              assertThat(left.cause()).contains(problem);
            });
    assertThat(mount.plan().fileCount()).isEqualTo(1);
    assertThat(mount.plan().links(0)).isEqualTo(2);
    assertThat(text(mount, 0).lines().filter(cut -> cut.contains("'good'".replace('\'', '"'))))
        .hasSize(2)
        .allMatch(cut -> cut.contains("_good.wav"));
  }

  @ParameterizedTest
  @MethodSource("defects")
  void areRefusedWhenStrict(String line, String problem) {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> plan(line, true))
        .withMessageContainingAll("/cuts.jsonl:2: ", problem);
  }

  @Test
  void areEachBatchsErrors() throws IOException {
    MountPlan mount = plan("[1]", false);

    assertThat(text(mount, 3))
        .isEqualTo(
            "{\"where\":\"%s:2\",\"name\":\"line 2\",\"message\":\"%s\"}\n"
                .formatted(
                    directory.resolve("cuts.jsonl"),
                    "no cut: expected one JSON object in the line"));
  }

  @Test
  void ofAFieldThatLhotseNeedsCostTheLineAndNotTheFile() throws IOException {
    MountPlan mount = plan(GOOD.replace("'start': 0, ", ""), false);

    assertThat(mount.notices())
        .singleElement()
        .satisfies(
            notice ->
                assertThat(notice).contains("/cuts.jsonl:2: it has no 'start': Lhotse can't"));
    assertThat(mount.plan().links(0)).isEqualTo(3);
    assertThat(text(mount, 0).lines()).hasSize(2);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> plan(GOOD.replace("'start': 0, ", ""), true))
        .withMessageContaining("cuts.jsonl:2: Lhotse can't read this cut: it has no 'start'");
  }

  @Test
  void thatAreNoneAreReadAsLhotseReadsThem() throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (String line : List.of(GOOD + "\r\n", "\n \t\r\n", GOOD + "\n", GOOD)) {
      try (OutputStream member = new GZIPOutputStream(text)) {
        member.write(line.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
      }
    }
    text.writeBytes(new byte[] {0, 0, 0});
    Path manifest = Files.write(directory.resolve("m.jsonl.gz"), text.toByteArray());

    for (boolean strict : new boolean[] {false, true}) {
      MountPlan mount = MountPlanner.plan(List.of(manifest), options(strict));
      assertThat(mount.plan().leftOutCount()).isZero();
      assertThat(mount.plan().links(0)).isEqualTo(3);
      assertThat(text(mount, 0)).endsWith("\n").hasLineCount(3);
    }
  }

  private MountPlan plan(String line, boolean strict) throws IOException {
    String text = String.join("\n", GOOD, line, GOOD).replace('\'', '"') + "\n";
    return MountPlanner.plan(
        List.of(Files.writeString(directory.resolve("cuts.jsonl"), text)), options(strict));
  }

  private static PlanOptions options(boolean strict) {
    return new PlanOptions(Optional.empty(), false, strict, ManifestOptions.DEFAULT);
  }

  private static Arguments defect(String line, String problem) {
    return Arguments.of(line, problem);
  }

  private static String cut(String id, String source) {
    return ("{'id': '%s', 'start': 0, 'duration': 1, 'channel': 0, 'recording': {'id': 'r',"
            + " 'sources': [{%s, 'channels': [0]}], 'sampling_rate': 8, 'num_samples': 8,"
            + " 'duration': 1}, 'type': 'MonoCut'}")
        .formatted(id, source);
  }

  private static String text(MountPlan mount, int generated) throws IOException {
    GeneratedFile file = mount.generated().get(generated);
    ByteBuffer all = ByteBuffer.allocate((int) file.size());
    file.read(0, all);
    return new String(all.array(), StandardCharsets.UTF_8);
  }
}
