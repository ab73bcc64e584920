package io.aisml.fetcher.lhotse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aisml.fetcher.spec.SourceLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream.BlockSize;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream.Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
  private static final String TWO = cut("a") + "\n" + cut("b") + "\n";

  @TempDir Path directory;

  @Test
  void readsEveryKindOfCut() throws IOException {
    byte[] example;
    try (InputStream in = ManifestTest.class.getResourceAsStream("cuts.jsonl")) {
      example = Objects.requireNonNull(in).readAllBytes();
    }

    assertThat(read("cuts.jsonl", example))
        .containsExactly(
            "1 fleet-radio-00017-0003",
            "  =ais://radio-wav/train/00017/0003.wav",
            "2 lecture-geo101-w07-000214",
            "  =s3://campus-lectures/2023/geo101/w07.wav",
            "3 cv-like-pl-8812045",
            "  =ais://speech-shards/pl/train-000042.tar/clips/cv-like-pl-8812045.flac",
            "4 roomB-2022-11-04-seg0089",
            "  .s0=ais://meetings/roomB/2022-11-04/mic0.wav",
            "  .s2=ais://meetings/roomB/2022-11-04/mic2.wav",
            "5 call-70113-w002",
            "  =gs://callcentre-2021/70/70113.wav",
            "6 mix-5d0c2b1e",
            "  .t0=ais://far-field/kitchen/0098.wav",
            "7 pod-eng-441-000907",
            "  =ais://podcasts/eng/441.opus",
            "  .target_audio=ais://podcasts-clean/eng/441.flac",
            "8 parliament/2019-06/сесія 12/turn:0007",
            "  flaw: its audio is in a tar of a Lhotse Shar directory (source type 'shar'); mount the"
                + " directory's cuts.*.jsonl.gz and say by shar where its tars are");
  }

  @Test
  void passesOverBlankLinesAndCountsThem() throws IOException {
    assertThat(read("c.jsonl", utf8("\n" + cut("a") + "\r\n  \t\n\n" + cut("b"))))
        .containsExactly("2 a", "5 b");
  }

  @Test
  void goesOnAfterABadLine() throws IOException {
    assertThat(read("c.jsonl", utf8(cut("a") + "\n{\"id\":\n" + cut("b") + "\n")))
        .hasSize(3)
        .startsWith("1 a")
        .endsWith("3 b")
        .element(1)
        .asString()
        .startsWith("2 bad: no JSON at column 7: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"c.jsonl.gz", "c.jsonl.gzip", "c.JSONL.GZ", "c.jsonl", "c.jsonl.lz4"})
  void readsGzipMembersInARow(String name) throws IOException {
    assertThat(read(name, concat(gzip(TWO), gzip(TWO))))
        .containsExactly("1 a", "2 b", "3 a", "4 b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"trailing garbage", "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"})
  void ignoresGarbageBehindGzip(String garbage) throws IOException {
    assertThat(read("c.jsonl.gz", concat(gzip(TWO), utf8(garbage)))).containsExactly("1 a", "2 b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"c.jsonl.lz4", "c.jsonl"})
  void readsLz4FramesInARow(String name) throws IOException {
    assertThat(read(name, concat(lz4(TWO), lz4(TWO)))).containsExactly("1 a", "2 b", "3 a", "4 b");
  }

  @Test
  void readsLz4WithLinkedBlocks() throws IOException {
    String text = TWO.repeat(3000);
    Parameters linked =
        new Parameters(
            BlockSize.K64,
            true,
            false,
            true,
            BlockLZ4CompressorOutputStream.createParameterBuilder().build());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream lz4 = new FramedLZ4CompressorOutputStream(out, linked)) {
      lz4.write(utf8(text));
    }

    assertThat(read("c.jsonl.lz4", out.toByteArray())).hasSize(6000).endsWith("6000 b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"c.jsonl", "c.jsonl.gz", "c.jsonl.lz4"})
  void takesAnEmptyFileForAnEmptyManifest(String name) throws IOException {
    assertThat(read(name, new byte[0])).isEmpty();
  }

  @Test
  void refusesAGzipFileThatEndsTooEarly() throws IOException {
    byte[] whole = gzip(TWO);

    assertThatExceptionOfType(InvalidManifestException.class)
        .isThrownBy(() -> read("c.jsonl.gz", Arrays.copyOf(whole, whole.length - 12)))
        .withMessageMatching(".*c\\.jsonl\\.gz:\\d+: the compressed data ends too early");
  }

  @Test
  void refusesAnLz4FileThatEndsTooEarly() throws IOException {
    byte[] whole = lz4(TWO);

    assertThatExceptionOfType(InvalidManifestException.class)
        .isThrownBy(() -> read("c.jsonl.lz4", Arrays.copyOf(whole, whole.length - 12)))
        .withMessageMatching(".*c\\.jsonl\\.lz4:\\d: can't be read: Premature end of data");
  }

  @ParameterizedTest
  @ValueSource(strings = {"c.jsonl.gz", "c.jsonl.lz4"})
  void refusesAFileThatIsNotWhatItsNameSays(String name) {
    assertThatExceptionOfType(InvalidManifestException.class)
        .isThrownBy(() -> read(name, utf8(TWO)))
        .withMessageContaining(name + ":1: can't be read: not ");
  }

  /** Each cut as its line number and id, then its members and flaws. */
  private List<String> read(String name, byte[] content) throws IOException {
    Path file = Files.write(directory.resolve(name), content);
    List<String> seen = new ArrayList<>();
    new Manifest(file)
        .read(
            new CutVisitor() {
              @Override
              public void cut(Cut cut, SourceLine where) {
                seen.add(where.line() + " " + cut.id());
                CutMembers found = CutMembers.of(cut);
                found.members().forEach(m -> seen.add("  " + m.role() + "=" + m.entry()));
                found.flaws().forEach(flaw -> seen.add("  flaw: " + flaw));
              }

              @Override
              public void badLine(String problem, SourceLine where) {
                seen.add(where.line() + " bad: " + problem);
              }
            });
    return seen;
  }

  private static String cut(String id) {
    return "{\"id\":\"" + id + "\",\"type\":\"MonoCut\"}";
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(utf8(text));
    }
    return out.toByteArray();
  }

  private static byte[] lz4(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream lz4 = new LZ4FrameOutputStream(out)) {
      lz4.write(utf8(text));
    }
    return out.toByteArray();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
