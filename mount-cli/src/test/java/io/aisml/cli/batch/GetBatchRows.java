package io.aisml.cli.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.cli.mounted.ObjectStore;
import io.aisml.fetcher.archive.ArchiveFormat;
import io.aisml.fetcher.archive.TestMember;
import io.aisml.fetcher.spec.SpecDefaults;
import io.aisml.fetcher.spec.SpecReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
 * What {@code aisml get-batch} promises, row by row: docs/COMMANDS.md. The cluster and the
 * directory keep it alike. Archives are read by the system's own tar, unzip and Python.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
abstract class GetBatchRows {
  @TempDir private Path directory;

  private String a = "";
  private String b = "";
  private Path out;

  /** Where the objects are; the same for all tests. */
  abstract ObjectStore store();

  void fillStore() throws Exception {
    a = store().newBucket("rows-a");
    b = store().newBucket("rows-b");
    for (int i = 0; i < 5; i++) {
      put(a, "o" + i + ".bin", 100 + i);
    }
    put(a, "a.wav", 50);
    put(a, "a.wav.bak", 51);
    put(a, "empty.bin", 0);
    put(a, "dir/a.bin", 11);
    put(a, "dir/b.bin", 12);
    put(a, "dir/sub/c.bin", 13);
    put(a, "com,ma.bin", 29);
    put(a, "sp ace.bin", 21);
    put(a, "uni-żółć.bin", 25);
    put(a, "odd.tar/not-a-shard.bin", 33);
    for (int i = 1; i <= 12; i++) {
      put(a, "n-%04d.wav".formatted(i), 1000 + i);
    }
    for (ArchiveFormat format : ArchiveFormat.values()) {
      store()
          .put(a, "s" + format.suffix(), TestMember.pack(format, List.of(member("m/a.wav", 100))));
    }
    store().put(a, "s.tar.gz", TestMember.pack(ArchiveFormat.TGZ, List.of(member("m/a.wav", 100))));
    for (int i = 0; i < 3; i++) {
      int shard = i;
      List<TestMember> members =
          IntStream.range(0, 3).mapToObj(k -> member("f" + k + ".wav", 40 + k + shard)).toList();
      store().put(a, "sh-" + i + ".tar", TestMember.pack(ArchiveFormat.TAR, members));
    }
    put(b, "a.wav", 52);
    put(b, "only-b.bin", 101);
  }

  @BeforeEach
  void nameArchive() {
    out = directory.resolve("out.tar");
  }

  @Test
  void severalSourcesOfDifferentKinds() throws Exception {
    assertThat(fetched(uri(a, "o1.bin"), uri(b, ""), uri(a, "dir/"), uri(a, "s.tgz/m/a.wav")))
        .containsExactly(
            in(a, "o1.bin", 101),
            in(b, "a.wav", 52),
            in(b, "only-b.bin", 101),
            in(a, "dir/a.bin", 11),
            in(a, "dir/b.bin", 12),
            in(a, "dir/sub/c.bin", 13),
            in(a, "s.tgz/m/a.wav", 100));
  }

  @Test
  void aWholeBucketInListingOrder() throws Exception {
    assertThat(fetched("ais://" + b)).containsExactly(in(b, "a.wav", 52), in(b, "only-b.bin", 101));
  }

  @Test
  void anObjectWhoseNameBeginsOthers() throws Exception {
    assertThat(fetched(uri(a, "a.wav"))).containsExactly(in(a, "a.wav", 50));
  }

  @Test
  void aNameThatIsNoObjectButHasOthersBelowIt() throws Exception {
    CommandRun.Result result = get(uri(a, "dir"), out.toString());

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("write " + uri(a, "dir/") + " for those");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s.tar", "s.tgz", "s.tar.gz", "s.zip", "s.tar.lz4"})
  void anArchivedPath(String shard) throws Exception {
    assertThat(fetched(uri(a, shard + "/m/a.wav"))).containsExactly(in(a, shard + "/m/a.wav", 100));
  }

  @Test
  void anObjectWhoseNameLooksLikeAnArchivedPath() throws Exception {
    assertThat(fetched(uri(a, "odd.tar/not-a-shard.bin")))
        .containsExactly(in(a, "odd.tar/not-a-shard.bin", 33));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sp ace.bin", "uni-żółć.bin", "empty.bin", "com,ma.bin"})
  void aNameAsItIs(String name) throws Exception {
    assertThat(read(get(uri(a, name), out.toString())))
        .extracting(TestMember::name)
        .containsExactly(a + "/" + name);
  }

  @Test
  void aTemplateAsSource() throws Exception {
    assertThat(fetched(uri(a, "sh-{0..2}.tar/f1.wav")))
        .containsExactly(
            in(a, "sh-0.tar/f1.wav", 41),
            in(a, "sh-1.tar/f1.wav", 42),
            in(a, "sh-2.tar/f1.wav", 43));
  }

  @Test
  void aList() throws Exception {
    assertThat(fetched("ais://" + a, "--list", "o1.bin, s.tar/m/a.wav,com\\,ma.bin,o1.bin"))
        .containsExactly(
            in(a, "o1.bin", 101),
            in(a, "s.tar/m/a.wav", 100),
            in(a, "com,ma.bin", 29),
            in(a, "o1.bin", 101));
  }

  @Test
  void aListFromAFile() throws Exception {
    Path list = Files.writeString(directory.resolve("names"), "o1.bin\n\ncom,ma.bin\n");

    assertThat(fetched("ais://" + a, "--list", "@" + list))
        .containsExactly(in(a, "o1.bin", 101), in(a, "com,ma.bin", 29));
  }

  @Test
  void anEmptyItemOfAListIsRefusedByItsPosition() throws Exception {
    CommandRun.Result result = get("ais://" + a, "--list", "o1.bin,,o2.bin", out.toString());

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("item 2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "n-{0001..0010..3}.wav | n-0001.wav n-0004.wav n-0007.wav n-0010.wav",
        "o{1..2}.bin           | o1.bin o2.bin",
        "sh-{0..1}.tar/f{1..2}.wav"
            + "| sh-0.tar/f1.wav sh-0.tar/f2.wav sh-1.tar/f1.wav sh-1.tar/f2.wav",
        "dir/{a..b}.bin        | dir/a.bin dir/b.bin",
        "dir/{b,a}.bin         | dir/b.bin dir/a.bin",
        "o@4.bin               | o0.bin o1.bin o2.bin o3.bin o4.bin",
        "o%d.bin               | o0.bin o1.bin o2.bin o3.bin o4.bin",
        "n-%04d.wav            | n-0001.wav n-0002.wav n-0003.wav n-0004.wav n-0005.wav n-0006.wav"
            + " n-0007.wav n-0008.wav n-0009.wav n-0010.wav n-0011.wav n-0012.wav",
        "dir/                  | dir/a.bin dir/b.bin dir/sub/c.bin"
      })
  void aTemplate(String template, String names) throws Exception {
    assertThat(read(get("ais://" + a, "--template", template, out.toString())))
        .extracting(TestMember::name)
        .containsExactlyElementsOf(
            Stream.of(names.split(" ", -1)).map(name -> a + "/" + name).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*"})
  void aTemplateOfEverything(String template) throws Exception {
    assertThat(fetched("ais://" + b, "--template", template))
        .containsExactly(in(b, "a.wav", 52), in(b, "only-b.bin", 101));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"o{3..1}.bin", "o{1..3..0}.bin", "o{1..x}.bin", "o{1,{2..3}}.bin", "o{1..2.bin"})
  void aTemplateThatIsNone(String template) throws Exception {
    CommandRun.Result result = get("ais://" + a, "--template", template, out.toString());

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("template '" + template + "': character 2: ");
    assertThat(out).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dir/", "dir/s"})
  void aPrefixBesideASourceOfItsOwn(String prefix) throws Exception {
    assertThat(fetched("ais://" + a, "--prefix", prefix, uri(a, "o1.bin")))
        .startsWith(in(a, "o1.bin", 101))
        .endsWith(in(a, "dir/sub/c.bin", 13));
  }

  @ParameterizedTest
  @CsvSource({
    "json, file",
    "json, inline",
    "json, stdin",
    "yaml, file",
    "yaml, inline",
    "yaml, stdin"
  })
  void aSpec(String syntax, String way) throws Exception {
    String text =
        syntax.equals("json")
            ? """
            {"in":[{"objname":"o1.bin","bucket":"%1$s","provider":"ais"},
            {"objname":"a.wav","bucket":"%2$s"},
            {"objname":"sh-1.tar","archpath":"f2.wav","bucket":"%1$s"},
            {"objname":"o3.bin","bucket":"%1$s","start":10,"length":5}]}\
            """
                .formatted(a, b)
            : """
            in:
            - {objname: o1.bin, bucket: %1$s, provider: ais}
            - {objname: a.wav, bucket: %2$s}
            - {objname: sh-1.tar, archpath: f2.wav, bucket: %1$s}
            - {objname: o3.bin, bucket: %1$s, start: 10, length: 5}
            """
                .formatted(a, b);
    Path file = Files.writeString(directory.resolve("spec." + syntax), text);
    InputStream in = new ByteArrayInputStream(text.getBytes(UTF_8));
    String argument =
        switch (way) {
          case "file" -> file.toString();
          case "inline" -> text;
          default -> "-";
        };
    CommandRun.Result result =
        CommandRun.with(in, store().endpoint(), "-y", "--spec", argument, out.toString());

    byte[] range = Arrays.copyOfRange(content("o3.bin", 103), 10, 15);
    assertThat(read(result))
        .containsExactly(
            in(a, "o1.bin", 101),
            in(b, "a.wav", 52),
            new TestMember(a + "/sh-1.tar/f2.wav", member("f2.wav", 43).content()),
            new TestMember(a + "/o3.bin", range));
  }

  @Test
  void aSpecInheritsTheDefaultBucketAndComesFirst() throws Exception {
    String spec = "{\"in\":[{\"objname\":\"o1.bin\"},{\"objname\":\"a.wav\",\"bucket\":\"%s\"}]}";

    assertThat(fetched("ais://" + a, "--spec", spec.formatted(b), uri(a, "o2.bin")))
        .containsExactly(in(a, "o1.bin", 101), in(b, "a.wav", 52), in(a, "o2.bin", 102));
  }

  @Test
  void aSpecComesBeforeFlagsAndSaysSo() throws Exception {
    String spec =
        "{\"in\":[{\"objname\":\"o1.bin\"}],\"mime\":\".zip\",\"onob\":false,\"strm\":false}";
    CommandRun.Result result =
        get("ais://" + a, "--spec", spec, "--omit-src-bck", "--streaming", out.toString());

    assertThat(read(result)).containsExactly(in(a, "o1.bin", 101));
    assertThat(result.out()).startsWith("Created ");
    assertThat(result.err())
        .contains("the spec says mime .zip; the archive's suffix decides: .tar")
        .contains("onob false, which comes before --omit-src-bck")
        .contains("strm false, which comes before --streaming");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "output_format: zip\nstreaming_get: true\ncontinue_on_err: true\n",
        "outputformat: .zip\nstreamingget: true\ncontinueonerr: true\n",
        "mime: .zip\nstrm: true\ncoer: true\n"
      })
  void eachSpellingOfASpecsFields(String fields) throws Exception {
    String spec = fields + "in:\n- {objname: o1.bin}\n- {objname: nope}\n";
    CommandRun.Result result = get("ais://" + a, "--spec", spec, out.toString());

    assertThat(names(result)).containsExactly(a + "/o1.bin", "__404__/" + a + "/nope");
    assertThat(result.out()).startsWith("Streamed 2 objects");
  }

  @Test
  void namesWithoutTheBucket() throws Exception {
    assertThat(fetched(uri(a, "dir/a.bin"), uri(a, "s.zip/m/a.wav"), "--omit-src-bck"))
        .containsExactly(
            new TestMember("dir/a.bin", content("dir/a.bin", 11)),
            new TestMember("s.zip/m/a.wav", member("m/a.wav", 100).content()));
  }

  @Test
  void streamedAndBufferedGiveTheSameBytes() throws Exception {
    Path streamed = directory.resolve("streamed.tar");
    CommandRun.Result first = get("ais://" + a, streamed.toString(), "--streaming");
    CommandRun.Result second = get("ais://" + a, out.toString());

    assertThat(first.out()).matches("Streamed \\d+ objects to " + streamed + "\n");
    assertThat(second.out()).matches("Created ML batch archive " + out + " with \\d+ objects\n");
    assertThat(streamed).hasSameBinaryContentAs(out);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--streaming"})
  void placeholdersStandForWhatIsMissing(String mode) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of("ais://" + a, "--list", "o1.bin,nope,s.tar/none.wav,o2.bin", "--cont-on-err"));
    if (!mode.isEmpty()) {
      arguments.add(mode);
    }
    arguments.add(out.toString());
    CommandRun.Result result = get(arguments.toArray(new String[0]));

    assertThat(names(result))
        .containsExactly(
            a + "/o1.bin",
            "__404__/" + a + "/nope",
            "__404__/" + a + "/s.tar/none.wav",
            a + "/o2.bin");
    assertThat(result.err())
        .contains("2 of 4 members are missing")
        .contains("\n  " + a + "/nope: does not exist\n")
        .contains("\n  " + a + "/s.tar/none.wav: ");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void morePlaceholdersThanOneReplyOfAistoreMayHave() throws Exception {
    String names =
        String.join(
            ",", IntStream.range(0, 60).mapToObj(i -> i % 3 == 0 ? "o1.bin" : "no" + i).toList());

    assertThat(names(get("ais://" + a, "--list", names, "--cont-on-err", out.toString())))
        .hasSize(60)
        .filteredOn(name -> name.startsWith("__404__/"))
        .hasSize(40);
  }

  @Test
  void sourcesOfSeveralProvidersAndOfNoBucket() throws Exception {
    CommandRun.Result result =
        get(
            uri(a, "o1.bin"),
            "gs://none-such/x.bin",
            uri(b, "a.wav"),
            "ais://none-such/y.bin",
            "--cont-on-err",
            out.toString());

    assertThat(names(result))
        .containsExactly(
            a + "/o1.bin", "__404__/none-such/x.bin", b + "/a.wav", "__404__/none-such/y.bin");
    assertThat(get(uri(a, "o1.bin"), "gs://none-such/x.bin", "-y", out.toString()))
        .satisfies(
            refused -> assertThat(refused.exitCode()).isEqualTo(2),
            refused -> assertThat(refused.err()).contains("gs://none-such"));
  }

  @Test
  void missingMembersFailWhenAskedTo() throws Exception {
    CommandRun.Result result =
        get(
            "ais://" + a,
            "--list",
            "o1.bin,nope",
            "--cont-on-err",
            "--fail-on-missing",
            out.toString());

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(names(result)).hasSize(2);
  }

  @Test
  void withoutContOnErrAnythingMissingFailsAndLeavesTheArchiveAsItWas() throws Exception {
    Files.writeString(out, "old");
    CommandRun.Result result = get("ais://" + a, "--list", "o1.bin,nope", "-y", out.toString());

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("ais://" + a + "/nope");
    assertThat(out).hasContent("old");
    assertThat(directory.toFile().list()).allSatisfy(n -> assertThat(n).doesNotEndWith(".part"));
  }

  @Test
  void nothingIsNoArchive() throws Exception {
    assertThat(get("ais://" + a + "/none/", out.toString()).exitCode()).isEqualTo(2);
    assertThat(out).doesNotExist();
  }

  @Test
  void aMissingBucket() throws Exception {
    CommandRun.Result result = get("ais://none-such/x", out.toString());

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).isEqualTo("ais://none-such does not exist\n");
  }

  @Test
  void anExistingArchiveIsReplacedOnlyWithYes() throws Exception {
    Files.writeString(out, "old");
    CommandRun.Result refused =
        CommandRun.with(
            InputStream.nullInputStream(), store().endpoint(), uri(a, "o1.bin"), out.toString());

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("already exists; -y replaces it");
    assertThat(out).hasContent("old");
    assertThat(fetched(uri(a, "o1.bin"), "--yes")).containsExactly(in(a, "o1.bin", 101));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-nv", "--nv", "--non-verbose"})
  void quiet(String flag) throws Exception {
    CommandRun.Result result = get(uri(a, "o1.bin"), out.toString(), flag);

    assertThat(result).isEqualTo(new CommandRun.Result(0, "", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x.tar", "x.tgz", "x.tar.gz", "x.zip", "x.tar.lz4", "my.v2.tar", "x.tar.zip"})
  void eachFormatIsReadByTheSystemsOwnTools(String name) throws Exception {
    put(a, "long/" + "d".repeat(120) + "/" + "n".repeat(110), 7);
    Path archive = directory.resolve(name);
    CommandRun.Result result =
        get(
            uri(a, "long/"),
            uri(a, "uni-żółć.bin"),
            uri(a, "empty.bin"),
            "--omit-src-bck",
            archive.toString());

    assertThat(result.err()).isEmpty();
    assertThat(SystemTools.read(archive))
        .containsExactly(
            new TestMember(
                "long/" + "d".repeat(120) + "/" + "n".repeat(110),
                content("long/" + "d".repeat(120) + "/" + "n".repeat(110), 7)),
            new TestMember("uni-żółć.bin", content("uni-żółć.bin", 25)),
            new TestMember("empty.bin", new byte[0]));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.bin", "x", "x.tar.bak"})
  void anUnknownSuffix(String name) throws Exception {
    CommandRun.Result result = get(uri(a, "o1.bin"), directory.resolve(name).toString());

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("unknown suffix").contains(".tar.lz4");
  }

  @Test
  void aDirectoryIsNoArchive() throws Exception {
    Path named = Files.createDirectory(directory.resolve("d.tar"));
    CommandRun.Result result = get(uri(a, "o1.bin"), named.toString());

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("is a directory");
  }

  @Test
  void theDirectoriesAboveAreMade() throws Exception {
    out = directory.resolve("new/newer/out.tar");

    assertThat(fetched(uri(a, "o1.bin"))).hasSize(1);
    Path lost = directory.resolve("lost/losing/out.tar");
    assertThat(get(uri(a, "o1.bin"), uri(a, "nope"), lost.toString()).exitCode()).isEqualTo(2);
    assertThat(directory.resolve("lost")).doesNotExist();
  }

  @Test
  void aResultForPrograms() throws Exception {
    CommandRun.Result result =
        get("ais://" + a, "--list", "o1.bin,nope", "--cont-on-err", "--json", out.toString());
    JsonNode report = JsonMapper.shared().readTree(result.out());

    assertThat(report.path("entries").asInt()).isEqualTo(2);
    assertThat(report.path("bytes").asInt()).isEqualTo(101);
    assertThat(report.path("missing").asInt()).isEqualTo(1);
    assertThat(report.path("missingEntries").path(0).path("kind").asString())
        .isEqualTo("not_found");
    assertThat(report.path("sha256").asString()).isEqualTo(SystemTools.sha256(out));
  }

  @Test
  void receiptsOfEachMember() throws Exception {
    Path manifest = directory.resolve("m.jsonl");
    get(
        "ais://" + a,
        "--list",
        "o1.bin,nope",
        "--cont-on-err",
        "--manifest",
        manifest.toString(),
        out.toString());
    List<JsonNode> lines =
        Files.readAllLines(manifest).stream().map(JsonMapper.shared()::readTree).toList();

    Path object = Files.write(directory.resolve("o"), content("o1.bin", 101));
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0).path("sha256").asString()).isEqualTo(SystemTools.sha256(object));
    assertThat(lines.get(1).path("name").asString()).isEqualTo("__404__/" + a + "/nope");
  }

  @Test
  void aDryRunNamesAllAndWritesNothing() throws Exception {
    CommandRun.Result result = get(uri(a, "dir/"), "--dry-run", out.toString());

    assertThat(result.out())
        .isEqualTo(
            Stream.of("dir/a.bin", "dir/b.bin", "dir/sub/c.bin")
                .map(name -> a + "/" + name + "\t" + uri(a, name) + "\n")
                .reduce("", String::concat));
    assertThat(out).doesNotExist();
  }

  @Test
  void aSavedSpecGivesTheSameArchive() throws Exception {
    Path saved = directory.resolve("saved.json");
    get(uri(a, "dir/"), uri(a, "s.tar/m/a.wav"), "--save-spec", saved.toString(), out.toString());
    Path again = directory.resolve("again.tar");
    CommandRun.Result result = get("--spec", saved.toString(), again.toString());

    assertThat(result.err()).isEmpty();
    assertThat(again).hasSameBinaryContentAs(out);
    new SpecReader(SpecDefaults.NONE).read(saved, (entry, opaque, where) -> {});
  }

  @Test
  void anUnknownOptionAfterTheArgumentsIsAnError() throws Exception {
    CommandRun.Result result = get(uri(a, "o1.bin"), out.toString(), "--cont-on-er");

    assertThat(result.exitCode()).isNotZero();
    assertThat(out).doesNotExist();
  }

  @Test
  void aSourceAtTheEndIsNoArchive() throws Exception {
    CommandRun.Result result = get(uri(a, "o1.bin"), uri(a, "o2.bin"));

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("DST_ARCHIVE is missing");
  }

  @ParameterizedTest
  @CsvSource({"--list,--template", "--list,--prefix", "--template,--prefix"})
  void flagsThatExcludeEachOther(String one, String other) throws Exception {
    CommandRun.Result result = get("ais://" + a, one, "x", other, "y", out.toString());

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("mutually exclusive");
  }

  private void put(String bucket, String name, int size) {
    store().put(bucket, name, content(name, size));
  }

  private static byte[] content(String name, int size) {
    return member(name, size).content();
  }

  private static TestMember member(String name, int size) {
    return TestMember.of(name, size);
  }

  /** The member of the archive that an object, or a member of a shard, becomes. */
  private static TestMember in(String bucket, String name, int size) {
    String content = name.replaceFirst("^[^/]*\\.(tar|tgz|tar\\.gz|zip|tar\\.lz4)/(?!not)", "");
    return new TestMember(bucket + "/" + name, content(content, size));
  }

  private static String uri(String bucket, String name) {
    return "ais://" + bucket + "/" + name;
  }

  /** Fetches into a tar and reads it. */
  final List<TestMember> fetched(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add(out.toString());
    return read(get(all.toArray(new String[0])));
  }

  private List<String> names(CommandRun.Result result) throws Exception {
    assertThat(result.exitCode()).as(result.err()).isIn(0, 3);
    return SystemTools.read(out).stream().map(TestMember::name).toList();
  }

  private List<TestMember> read(CommandRun.Result result) throws Exception {
    assertThat(result.exitCode()).as(result.err()).isZero();
    return SystemTools.read(out);
  }

  private CommandRun.Result get(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(store().endpoint()));
    all.addAll(List.of(arguments));
    return CommandRun.with(InputStream.nullInputStream(), all.toArray(new String[0]));
  }
}
