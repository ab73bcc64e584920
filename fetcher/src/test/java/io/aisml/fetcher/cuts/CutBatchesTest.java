package io.aisml.fetcher.cuts;

import static io.aisml.fetcher.cuts.Store.cut;
import static io.aisml.fetcher.cuts.Store.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aisml.fetcher.lhotse.CutNaming;
import io.aisml.fetcher.lhotse.InvalidManifestException;
import io.aisml.fetcher.lhotse.Manifest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CutBatchesTest {
  @TempDir Path root;
  private Store store;

  @BeforeEach
  void open() throws IOException {
    store = new Store(root);
  }

  @Test
  void splitsInTheOrderOfTheManifest() throws IOException {
    Manifest manifest = store.manifest(cuts("a.wav", "b.wav", "c.wav", "d.wav", "e.wav"));

    assertThat(Store.read(manifest, options(2, CutNaming.SOURCE, false)).names())
        .containsExactly(
            List.of("b/a.wav", "b/b.wav"), List.of("b/c.wav", "b/d.wav"), List.of("b/e.wav"));
    assertThat(Store.read(manifest, options(5, CutNaming.SOURCE, false)).files).hasSize(1);
    assertThat(Store.read(manifest, options(0, CutNaming.SOURCE, false)).files).hasSize(1);
    assertThat(CutBatches.count(5, 2)).isEqualTo(3);
    assertThat(CutBatches.count(0, 2)).isZero();
  }

  @Test
  void aNameThatComesAgainIsNumberedInItsArchive() throws IOException {
    Manifest manifest =
        store.manifest(cuts("x.wav", "x.wav", "x.wav", "x~2.wav", "x.wav", "d.r/x", "d.r/x"));

    assertThat(Store.read(manifest, options(5, CutNaming.SOURCE, false)).names())
        .containsExactly(
            List.of("b/x.wav", "b/x~2.wav", "b/x~3.wav", "b/x~2~2.wav", "b/x~4.wav"),
            List.of("b/d.r/x", "b/d.r/x~2"));
  }

  @Test
  void namesByIdAndByOrdinal() throws IOException {
    Manifest manifest = store.manifest(cuts("x.wav", "y.flac", "z.wav"));

    assertThat(Store.read(manifest, options(2, CutNaming.ID, false)).names())
        .containsExactly(List.of("00000_c0.wav", "00001_c1.flac"), List.of("00000_c2.wav"));
    assertThat(Store.read(manifest, options(0, CutNaming.ORDINAL, false)).names())
        .containsExactly(List.of("00000.wav", "00001.flac", "00002.wav"));
  }

  @Test
  void clipsOfBareSamplesAreWavs() throws IOException {
    Manifest manifest =
        store.manifest(cut("part", "ais://b/x.pcm", 1, 2), cut("whole", "ais://b/x.pcm", 0, 10.0));

    assertThat(Store.read(manifest, options(0, CutNaming.SOURCE, false)).names())
        .containsExactly(List.of("b/x.pcm.wav", "b/x.pcm"));
  }

  @Test
  void losesNoSource() throws IOException {
    String rec = "{'sources': [{'type': 'url', 'channels': [%d], 'source': 'ais://b/%s'}]}";
    String two =
        "{'id': 'm', 'type': 'MultiCut', 'channel': [0, 1], 'start': 0, 'duration': 1, 'recording':"
            + " {'sources': [{'type': 'url', 'channels': [0], 'source': 'ais://b/0.wav'},"
            + " {'type': 'url', 'channels': [1], 'source': 'ais://b/1.wav'}]}, 'custom': {'target':"
            + " {'id': 't', 'sampling_rate': 8, 'sources': [{'type': 'url', 'channels': [0],"
            + " 'source': 'ais://b/t.wav'}]}}}";
    String mix =
        "{'id': 'x', 'type': 'MixedCut', 'tracks': [{'cut': {'id': 't0', 'channel': 0, 'recording':"
            + " "
            + rec.formatted(0, "p.wav")
            + "}, 'type': 'MonoCut'}, {'cut': {'id': 't1', 'channel': 0, 'recording': "
            + rec.formatted(0, "q.wav")
            + "}, 'type': 'MonoCut', 'offset': 1}]}";

    assertThat(
            Store.read(
                    store.manifest(two.replace('\'', '"'), mix.replace('\'', '"')),
                    options(0, CutNaming.SOURCE, false))
                .names())
        .containsExactly(List.of("b/0.wav", "b/1.wav", "b/t.wav", "b/p.wav", "b/q.wav"));
  }

  @Test
  void whatCannotBeHadIsAnErrorOrIsTold() throws IOException {
    Manifest manifest =
        store.manifest(
            cut("ok", "ais://b/x.wav", 0, 1),
            cut("far", "https://h/x.wav", 0, 1),
            cut("bad", "zz://b/x.wav", 0, 1),
            cut("local", "/data/x.wav", 0, 1));

    assertThatThrownBy(() -> Store.read(manifest, options(0, CutNaming.SOURCE, false)))
        .isInstanceOf(InvalidManifestException.class)
        .hasMessage(
            "cuts.jsonl:2: cut 'far': source 'https://h/x.wav' is not in AIStore; expected one such"
                + " as ais://bucket/object");
    Store.Batches skipped = Store.read(manifest, options(0, CutNaming.SOURCE, true));
    assertThat(skipped.names()).containsExactly(List.of("b/x.wav"));
    assertThat(skipped.leftOut).hasSize(3);
    assertThat(skipped.leftOut.get(2))
        .isEqualTo(
            "cuts.jsonl:4: cut 'local': source '/data/x.wav' is not in AIStore; expected one such as"
                + " ais://bucket/object");
    assertThat(skipped.leftOut.get(1)).startsWith("cuts.jsonl:3: cut 'bad': unknown provider 'zz'");
  }

  @Test
  void aLineThatIsNoCutIsAnError() throws IOException {
    Manifest manifest = store.manifest(cut("ok", "ais://b/x.wav", 0, 1), "", "{bad");

    assertThatThrownBy(() -> Store.read(manifest, options(0, CutNaming.SOURCE, true)))
        .isInstanceOf(InvalidManifestException.class)
        .hasMessageStartingWith("cuts.jsonl:3: ");
  }

  @Test
  void readsManifestsFromStandardInputAndFromTheStore() throws Exception {
    String line = cut("c", "ais://b/x.wav", 0, 1) + "\n";
    byte[] bytes = line.repeat(3).getBytes(StandardCharsets.UTF_8);
    store.put("m/cuts.jsonl", bytes);

    for (String text : List.of("-", "ais://b/m/cuts.jsonl")) {
      try (CutsInput input = CutsInput.open(text, new ByteArrayInputStream(bytes), store.source)) {
        assertThat(input.count()).isEqualTo(3);
        assertThat(Store.read(input.manifest(), options(0, CutNaming.SOURCE, false)).files.get(0))
            .hasSize(3)
            .allSatisfy(
                file ->
                    assertThat(file.where().toString())
                        .startsWith(text.equals("-") ? "standard input:" : text));
      }
    }
    assertThatThrownBy(
            () ->
                CutsInput.open("ais://b/none.jsonl", new ByteArrayInputStream(bytes), store.source))
        .hasMessageContaining("ais://b/none.jsonl");
    try (var left = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      assertThat(left.filter(file -> file.toString().endsWith(".cuts"))).isEmpty();
    }
  }

  private static String[] cuts(String... names) {
    return IntStream.range(0, names.length)
        .mapToObj(i -> cut("c" + i, "ais://b/" + names[i], 0, 10))
        .toArray(String[]::new);
  }
}
