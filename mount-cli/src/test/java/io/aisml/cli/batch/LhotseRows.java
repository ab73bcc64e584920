package io.aisml.cli.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.cli.mounted.ObjectStore;
import io.aisml.fetcher.archive.ArchiveFormat;
import io.aisml.fetcher.archive.TestMember;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code aisml lhotse-get-batch} promises, row by row: docs/COMMANDS.md. The cluster and the
 * directory keep it alike. Archives are read by the system's own tar, unzip and Python.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
abstract class LhotseRows {
  private static final InputStream NOTHING = InputStream.nullInputStream();

  @TempDir private Path directory;

  private String bucket = "";
  private String other = "";
  private Path out;
  private Path cuts;

  /** Where the objects are; the same for all tests. */
  abstract ObjectStore store();

  void fillStore() throws Exception {
    bucket = store().newBucket("lhotse-a");
    other = store().newBucket("lhotse-b");
    for (int i = 1; i <= 5; i++) {
      put("n-%04d.wav".formatted(i), 1000 + i);
    }
    put("o1.bin", 101);
    put("o2.bin", 102);
    store().put(other, "n-0001.wav", TestMember.of("other", 50).content());
    store()
        .put(
            bucket,
            "sh-0.tar",
            TestMember.pack(ArchiveFormat.TAR, List.of(TestMember.of("f1.wav", 41))));
    store().put(bucket, "cuts.jsonl.gz", gzip(lines(five())));
  }

  @BeforeEach
  void writeCuts() throws IOException {
    out = directory.resolve("out.tar");
    cuts = Files.writeString(directory.resolve("cuts.jsonl"), lines(five()));
  }

  @ParameterizedTest
  @CsvSource({
    "plain, cuts.jsonl",
    "gzip, m.jsonl.gz",
    "gzip, m.jsonl.gzip",
    "lz4, m.jsonl.lz4",
    "gzip, m.jsonl",
    "lz4, m2.jsonl"
  })
  void aManifestOfAnyCompression(String kind, String name) throws Exception {
    Path file = directory.resolve(name);
    byte[] text = lines(five()).getBytes(UTF_8);
    Files.write(
        file, kind.equals("gzip") ? gzip(lines(five())) : kind.equals("lz4") ? lz4(text) : text);

    assertThat(read(lhotse("--cuts", file.toString(), out.toString()))).isEqualTo(firstFive());
  }

  @Test
  void aManifestFromStandardInputAndFromTheStore() throws Exception {
    InputStream in = new ByteArrayInputStream(lines(five()).getBytes(UTF_8));

    assertThat(read(run(in, "--cuts", "-", out.toString()))).isEqualTo(firstFive());
    assertThat(read(lhotse("-y", "--cuts", "ais://" + bucket + "/cuts.jsonl.gz", out.toString())))
        .isEqualTo(firstFive());
  }

  @ParameterizedTest
  @ValueSource(strings = {"out.tar", "out.tgz", "out.zip", "out.tar.lz4"})
  void anArchiveOfAnyFormat(String name) throws Exception {
    out = directory.resolve(name);

    CommandRun.Result result = lhotse("--cuts", cuts.toString(), out.toString());

    assertThat(read(result)).isEqualTo(firstFive());
    assertThat(result.out()).isEqualTo("Created ML batch archive " + out + " with 5 objects\n");
  }

  @Test
  void streamingAndWithoutBucketAndQuiet() throws Exception {
    CommandRun.Result result =
        lhotse("--cuts", cuts.toString(), out.toString(), "--streaming", "--omit-src-bck", "--nv");

    assertThat(read(result)).extracting(TestMember::name).startsWith("n-0001.wav").hasSize(5);
    assertThat(result.out() + result.err()).isEmpty();
  }

  @Test
  void archivedPathsAndNamesWithoutProvider() throws Exception {
    write(cut("a", "ais://" + bucket + "/sh-0.tar/f1.wav"), cut("b", bucket + "/n-0001.wav"));

    assertThat(read(lhotse("--cuts", cuts.toString(), out.toString())))
        .containsExactly(
            new TestMember(bucket + "/sh-0.tar/f1.wav", TestMember.of("f1.wav", 41).content()),
            member(1));
  }

  @Test
  void equalNamesAreNumbered() throws Exception {
    write(cut("a", uri(1)), cut("b", uri(1)), cut("c", "ais://" + other + "/n-0001.wav"));

    assertThat(read(lhotse("--cuts", cuts.toString(), out.toString(), "--omit-src-bck")))
        .extracting(TestMember::name)
        .containsExactly("n-0001.wav", "n-0001~2.wav", "n-0001~3.wav");
    assertThat(read(lhotse("-y", "--cuts", cuts.toString(), out.toString(), "--names", "id")))
        .extracting(TestMember::name)
        .containsExactly("00000_a.wav", "00001_b.wav", "00002_c.wav");
    assertThat(read(lhotse("-y", "--cuts", cuts.toString(), out.toString(), "--names=ordinal")))
        .extracting(TestMember::name)
        .containsExactly("00000.wav", "00001.wav", "00002.wav");
  }

  @Test
  void whatElseIsNamedFollowsTheCutsOfEachArchive() throws Exception {
    assertThat(names("ais://" + bucket + "/o1.bin")).endsWith(bucket + "/o1.bin").hasSize(6);
    assertThat(names("ais://" + bucket, "--prefix", "o"))
        .endsWith(bucket + "/o1.bin", bucket + "/o2.bin")
        .hasSize(7);
    assertThat(names("ais://" + bucket, "--list", "o2.bin,o1.bin"))
        .endsWith(bucket + "/o2.bin", bucket + "/o1.bin");
    assertThat(names("ais://" + bucket, "--template", "o{1..2}.bin"))
        .endsWith(bucket + "/o1.bin", bucket + "/o2.bin");

    String spec = "{\"in\":[{\"objname\":\"o1.bin\",\"bucket\":\"" + bucket + "\"}],\"onob\":true}";
    CommandRun.Result result =
        split(2, "b-{1..9}.tar", "--spec", spec, "ais://" + bucket + "/o2.bin");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(SystemTools.read(directory.resolve("b-2.tar")))
        .extracting(TestMember::name)
        .containsExactly("n-0003.wav", "n-0004.wav", "o1.bin", "o2.bin");
    assertThat(SystemTools.read(directory.resolve("b-3.tar")))
        .extracting(TestMember::name)
        .containsExactly("n-0005.wav", "o1.bin", "o2.bin");
  }

  @ParameterizedTest
  @CsvSource({
    "'b-{1..9}.tar', b-1.tar, b-3.tar",
    "'b-{01..03}.tgz', b-01.tgz, b-03.tgz",
    "'b-%d.zip', b-0.zip, b-2.zip",
    "b-@09.tar.lz4, b-00.tar.lz4, b-02.tar.lz4"
  })
  void splitsByTheTemplateInTheFormatOfItsSuffix(String template, String first, String last)
      throws Exception {
    CommandRun.Result result = split(2, template);

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(SystemTools.read(directory.resolve(first))).containsExactly(member(1), member(2));
    assertThat(SystemTools.read(directory.resolve(last))).containsExactly(member(5));
    assertThat(result.out())
        .startsWith("Created " + directory.resolve(first) + " with 2 objects and/or archived files")
        .endsWith("Generated 3 batches from 5 cuts\n");
  }

  @Test
  void severalAtATimeAreAsOneByOne() throws Exception {
    assertThat(split(1, "b-{1..5}.tar", "--conc=1").exitCode()).isZero();
    CommandRun.Result several = split(1, "c-{1..5}.tar", "--conc=4");

    assertThat(several.exitCode()).as(several.err()).isZero();
    assertThat(several.out().lines().limit(5))
        .allMatch(line -> line.startsWith("Created "))
        .extracting(line -> line.replaceAll(".*/(c-.\\.tar) .*", "$1"))
        .containsExactly("c-1.tar", "c-2.tar", "c-3.tar", "c-4.tar", "c-5.tar");
    for (int i = 1; i <= 5; i++) {
      assertThat(directory.resolve("c-" + i + ".tar"))
          .hasSameBinaryContentAs(directory.resolve("b-" + i + ".tar"));
    }
  }

  /** Two channels in two files, a custom recording, and the tracks of a mix. */
  @Test
  void losesNoSource() throws Exception {
    String multi =
        """
        {"id": "m", "type": "MultiCut", "channel": [0, 1], "start": 0, "duration": 1,
         "recording": %s, "custom": {"target": %s}}\
        """
            .formatted(
                recording(file(0, uri(1)) + ", " + file(1, uri(2))), recording(file(0, uri(3))));
    String mix =
        """
        {"id": "x", "type": "MixedCut", "tracks": [
         {"type": "MonoCut", "cut": {"id": "t0", "channel": 0, "recording": %s}},
         {"type": "MonoCut", "offset": 1, "cut": {"id": "t1", "channel": 0, "recording": %s}}]}\
        """
            .formatted(
                recording(file(0, uri(4))),
                recording(file(0, "ais://" + bucket + "/sh-0.tar/f1.wav")));
    write(multi.replace("\n", ""), mix.replace("\n", ""));

    assertThat(read(lhotse("--cuts", cuts.toString(), out.toString())))
        .containsExactly(
            member(1),
            member(2),
            member(3),
            member(4),
            new TestMember(bucket + "/sh-0.tar/f1.wav", TestMember.of("f1.wav", 41).content()));
  }

  private static String recording(String files) {
    return "{\"id\": \"r\", \"sampling_rate\": 8000, \"num_samples\": 8000, \"duration\": 1,"
        + " \"sources\": ["
        + files
        + "]}";
  }

  private static String file(int channel, String uri) {
    return "{\"type\": \"url\", \"channels\": [%d], \"source\": \"%s\"}".formatted(channel, uri);
  }

  @Test
  void aTemplateThatCannotNameAllIsRefusedBeforeAnythingIsWritten() throws Exception {
    for (String template : List.of("b-{01..02}.tar", "b.tar", "b-{1..9}", "b-{1..9}.bin")) {
      CommandRun.Result result = split(2, template);

      assertThat(result.exitCode()).as(template).isEqualTo(1);
      assertThat(result.err()).as(template).isNotEmpty();
      assertThat(archives()).as(template).isEmpty();
    }
    assertThat(split(2, "b-{01..02}.tar").err())
        .contains("has 2 names, but 5 cuts in batches of 2 are 3 archives");
    InputStream in = new ByteArrayInputStream(lines(five()).getBytes(UTF_8));
    CommandRun.Result fromPipe =
        run(in, "--cuts", "-", "--batch-size=2", "--output-template", at("b-{01..02}.tar"));
    assertThat(fromPipe.exitCode()).isEqualTo(1);
    assertThat(archives()).isEmpty();
  }

  @Test
  void splittingNeedsATemplateAndAWholeNeedsADestination() throws Exception {
    assertThat(lhotse("--cuts", cuts.toString(), "--batch-size", "2").err())
        .contains("--output-template");
    assertThat(lhotse("--cuts", cuts.toString()).err()).contains("DST_ARCHIVE is missing");
    assertThat(lhotse(out.toString()).err()).contains("--cuts");
    assertThat(split(5, "b-{1..9}.tar", out.toString()).err()).contains("is ignored");
    assertThat(archives()).containsExactly("b-1.tar");
    for (String none : List.of("--batch-size=0", "--batch-size=-1")) {
      assertThat(read(lhotse("--cuts", cuts.toString(), none, out.toString(), "-y")))
          .isEqualTo(firstFive());
    }
    CommandRun.Result vain =
        lhotse("--cuts", cuts.toString(), "--output-template=b-{1..9}.zip", out.toString(), "-y");
    assertThat(vain.err())
        .contains(
            "warning: --output-template is ignored without --batch-size: all cuts go into"
                + " DST_ARCHIVE");
    assertThat(read(vain)).isEqualTo(firstFive());
  }

  @Test
  void existingArchivesAreOnlyReplacedWhenTheUserSaysSo() throws Exception {
    Path second = Files.writeString(directory.resolve("b-2.tar"), "mine");

    CommandRun.Result refused = split(2, "b-{1..9}.tar");

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("b-2.tar already exists");
    assertThat(second).hasContent("mine");
    assertThat(archives()).containsExactly("b-2.tar");
    assertThat(split(2, "b-{1..9}.tar", "-y").exitCode()).isZero();
    assertThat(SystemTools.read(second)).containsExactly(member(3), member(4));
  }

  @Test
  void aMissingObjectFailsItsArchiveAndKeepsThoseBefore() throws Exception {
    write(cut("a", uri(1)), cut("b", "ais://" + bucket + "/nope.wav"), cut("c", uri(2)));

    CommandRun.Result result = split(1, "b-{1..9}.tar");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("nope.wav");
    assertThat(archives()).containsExactly("b-1.tar");
  }

  @Test
  void withContOnErrAPlaceholderStandsForIt() throws Exception {
    write(cut("a", uri(1)), cut("b", "ais://" + bucket + "/nope.wav"), cut("c", uri(2)));

    CommandRun.Result result =
        lhotse("--cuts", cuts.toString(), out.toString(), "--cont-on-err", "--fail-on-missing");

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err()).contains(bucket + "/nope.wav");
    assertThat(SystemTools.read(out))
        .containsExactly(
            member(1), new TestMember("__404__/" + bucket + "/nope.wav", new byte[0]), member(2));
  }

  @Test
  void badLinesAndForeignSourcesAreToldByTheirLine() throws Exception {
    Files.writeString(cuts, lines(five()) + "\n{bad\n");
    CommandRun.Result bad = lhotse("--cuts", cuts.toString(), out.toString());
    assertThat(bad.exitCode()).isEqualTo(1);
    assertThat(bad.err()).contains("cuts.jsonl:7: ");
    assertThat(out).doesNotExist();

    write(cut("a", uri(1)), cut("far", "https://host/x.wav"));
    assertThat(lhotse("--cuts", cuts.toString(), out.toString()).err())
        .contains("cuts.jsonl:2: cut 'far': source 'https://host/x.wav' is not in AIStore");
    assertThat(out).doesNotExist();
  }

  @Test
  void clipsArePlayableFilesOfTheCutsSeconds() throws Exception {
    String audio = store().newBucket("lhotse-clips");
    byte[] wav = wav(16_000, 32_000);
    store().put(audio, "x.wav", wav);
    store().put(audio, "x.flac", "fLaC".getBytes(UTF_8));
    write(cut("c", "ais://" + audio + "/x.wav").replace("\"start\": 0", "\"start\": 0.5"));

    CommandRun.Result result =
        lhotse("--cuts", cuts.toString(), out.toString(), "--sample-rate", "8000");

    assertThat(result.err()).contains("has 16000 Hz by its header, not the 8000 of --sample-rate");
    byte[] clip = read(result).get(0).content();
    assertThat(clip).hasSize(44 + 16_000);
    assertThat(Arrays.copyOfRange(clip, 44, clip.length))
        .isEqualTo(Arrays.copyOfRange(wav, 44 + 16_000, 44 + 32_000));
    assertThat(
            lhotse(
                    "-y",
                    "--cuts",
                    cuts.toString(),
                    out.toString(),
                    "--sample-rate=8000",
                    "--strict")
                .exitCode())
        .isEqualTo(1);

    write(cut("c", "ais://" + audio + "/x.flac"));
    CommandRun.Result flac =
        lhotse("--cuts", cuts.toString(), at("new.tar"), "--sample-rate=16000");
    assertThat(flac.exitCode()).isEqualTo(1);
    assertThat(flac.err()).contains("is FLAC").contains("without --sample-rate");
    assertThat(directory.resolve("new.tar")).doesNotExist();
    assertThat(lhotse("--cuts", cuts.toString(), at("new.tar"), "--sample-rate=500").err())
        .contains("1000 to 384000");
  }

  @Test
  void tellsInJsonWhatItDidAndWhatItWouldDo() throws Exception {
    CommandRun.Result result =
        split(
            2, "b-{1..9}.tar", "--json", "--manifest", at("receipts"), "--save-spec", at("s.json"));

    List<JsonNode> reports =
        result.out().lines().map(line -> JsonMapper.shared().readTree(line)).toList();
    assertThat(reports)
        .extracting(report -> report.get("entries").intValue())
        .containsExactly(2, 2, 1);
    assertThat(reports.get(2).get("sha256").stringValue())
        .isEqualTo(SystemTools.sha256(directory.resolve("b-3.tar")));
    assertThat(Files.readAllLines(directory.resolve("receipts")))
        .extracting(line -> JsonMapper.shared().readTree(line).get("name").stringValue())
        .containsExactlyElementsOf(firstFive().stream().map(TestMember::name).toList());

    CommandRun.Result again =
        CommandRun.with(NOTHING, store().endpoint(), "--spec", at("s.json"), at("again.tar"));
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(SystemTools.read(directory.resolve("again.tar"))).isEqualTo(firstFive());

    CommandRun.Result dry = split(2, "c-{1..9}.tar", "--dry-run");
    assertThat(dry.out().lines()).hasSize(5).anyMatch(line -> line.contains("c-2.tar:" + bucket));
    assertThat(archives()).noneMatch(name -> name.startsWith("c-"));
  }

  @Test
  void anEmptyManifestMakesNoArchive() throws Exception {
    Files.writeString(cuts, "");

    assertThat(lhotse("--cuts", cuts.toString(), out.toString()).exitCode()).isEqualTo(2);
    assertThat(out).doesNotExist();
    assertThat(split(2, "b-{1..9}.tar").out()).isEqualTo("Generated 0 batches from 0 cuts\n");
  }

  private List<String> names(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("-y", "--cuts", cuts.toString()));
    all.addAll(List.of(arguments));
    all.add(out.toString());
    return read(lhotse(all.toArray(String[]::new))).stream().map(TestMember::name).toList();
  }

  private CommandRun.Result split(int size, String template, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--cuts",
                cuts.toString(),
                "--batch-size=" + size,
                "--output-template",
                at(template)));
    arguments.addAll(List.of(more));
    return lhotse(arguments.toArray(String[]::new));
  }

  private CommandRun.Result lhotse(String... arguments) {
    return run(NOTHING, arguments);
  }

  private CommandRun.Result run(InputStream in, String... arguments) {
    return CommandRun.lhotse(
        in,
        Stream.concat(Stream.of(store().endpoint()), Stream.of(arguments)).toArray(String[]::new));
  }

  private List<TestMember> read(CommandRun.Result result) throws Exception {
    assertThat(result.exitCode()).as(result.err()).isZero();
    return SystemTools.read(out);
  }

  private List<String> archives() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("b-") || name.startsWith("c-"))
          .sorted()
          .toList();
    }
  }

  private String at(String name) {
    return directory.resolve(name).toString();
  }

  private void write(String... lines) throws IOException {
    Files.writeString(cuts, String.join("\n", lines) + "\n");
  }

  private void put(String name, int size) {
    store().put(bucket, name, TestMember.of(name, size).content());
  }

  private List<TestMember> firstFive() {
    return IntStream.rangeClosed(1, 5).mapToObj(this::member).toList();
  }

  private TestMember member(int number) {
    String name = "n-%04d.wav".formatted(number);
    return new TestMember(bucket + "/" + name, TestMember.of(name, 1000 + number).content());
  }

  private String[] five() {
    return IntStream.rangeClosed(1, 5).mapToObj(i -> cut("c" + i, uri(i))).toArray(String[]::new);
  }

  private String uri(int number) {
    return "ais://" + bucket + "/n-%04d.wav".formatted(number);
  }

  private static String cut(String id, String source) {
    return ("{\"id\": \"%s\", \"start\": 0, \"duration\": 0.5, \"channel\": 0, \"type\": \"MonoCut\","
            + " \"recording\": {\"id\": \"r\", \"sampling_rate\": 16000, \"num_samples\": 16000,"
            + " \"duration\": 1.0, \"sources\": [{\"type\": \"url\", \"channels\": [0],"
            + " \"source\": \"%s\"}]}}")
        .formatted(id, source);
  }

  private static String lines(String... lines) {
    return String.join("\n", lines) + "\n";
  }

  private static byte[] wav(int rate, int dataBytes) {
    ByteBuffer wav = ByteBuffer.allocate(44 + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(UTF_8)).putInt(36 + dataBytes).put("WAVEfmt ".getBytes(UTF_8));
    wav.putInt(16).putShort((short) 1).putShort((short) 1).putInt(rate).putInt(2 * rate);
    wav.putShort((short) 2).putShort((short) 16).put("data".getBytes(UTF_8)).putInt(dataBytes);
    return wav.put(TestMember.of("samples", dataBytes).content()).array();
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private static byte[] lz4(byte[] text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream lz4 = new LZ4FrameOutputStream(bytes)) {
      lz4.write(text);
    }
    return bytes.toByteArray();
  }
}
