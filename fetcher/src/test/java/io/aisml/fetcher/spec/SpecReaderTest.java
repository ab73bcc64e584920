package io.aisml.fetcher.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aisml.fetcher.archive.ArchiveFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecReaderTest {
  private static final Bucket SPEECH = Bucket.of(Provider.AWS, "speech");

  private final List<Entry> entries = new ArrayList<>();
  private final List<String> opaques = new ArrayList<>();
  private final List<SourceLine> lines = new ArrayList<>();

  @Test
  void readsAllFieldsOfJson() throws IOException {
    SpecOptions options =
        read(
            "s.json",
            """
            {"in": [
              {"objname": "a.wav"},
              {"objname": "s.tar", "bucket": "b", "archpath": "x/y.wav", "start": 5, "length": 9},
              {"objname": "t", "bucket": "c", "provider": "gs", "start": 7, "length": -1,
               "opaque": "+/8="},
              {"objname": "u", "uname": "ais/@Xy12#ns/d/", "bucket": "other", "provider": "az"}
             ],
             "mime": ".tgz", "coer": true, "onob": false, "strm": true, "coloc": 2}
            """);

    assertThat(entries)
        .containsExactly(
            Entry.of(new ObjectRef(SPEECH, "a.wav")),
            new Entry(
                new ObjectRef(Bucket.of(Provider.AIS, "b"), "s.tar"),
                "x/y.wav",
                new ByteRange(5, 9)),
            new Entry(
                new ObjectRef(Bucket.of(Provider.GCP, "c"), "t"),
                "",
                new ByteRange(7, ByteRange.TO_END)),
            Entry.of(
                new ObjectRef(new Bucket(Provider.AIS, new Namespace("Xy12", "ns"), "d"), "u")));
    assertThat(opaques).containsExactly("", "", "+/8=", "");
    assertThat(lines)
        .extracting(SourceLine::toString)
        .containsExactly("s.json:2", "s.json:3", "s.json:4", "s.json:6");
    assertThat(options)
        .isEqualTo(
            new SpecOptions(
                Optional.of(ArchiveFormat.TGZ),
                Optional.of(true),
                Optional.of(false),
                Optional.of(true),
                OptionalInt.of(2)));
  }

  @Test
  void readsAllFieldsOfYaml() throws IOException {
    SpecOptions options =
        read(
            "s.yaml",
            """
            # what ais ml get-batch documents
            output_format: .zip
            in:
              - objname: a.wav
              - {objname: s.tar, bucket: b, archpath: x/y.wav, start: 5, length: 9}
              - objname: 0012
                bucket: "c"
                provider: gs
                opaque: |
                  +/8=
            streaming_get: yes
            continue_on_err: false
            """);

    assertThat(entries)
        .containsExactly(
            Entry.of(new ObjectRef(SPEECH, "a.wav")),
            new Entry(
                new ObjectRef(Bucket.of(Provider.AIS, "b"), "s.tar"),
                "x/y.wav",
                new ByteRange(5, 9)),
            Entry.of(new ObjectRef(Bucket.of(Provider.GCP, "c"), "0012")));
    assertThat(opaques).containsExactly("", "", "+/8=");
    assertThat(lines).extracting(SourceLine::line).containsExactly(4L, 5L, 6L);
    assertThat(options)
        .isEqualTo(
            new SpecOptions(
                Optional.of(ArchiveFormat.ZIP),
                Optional.of(false),
                Optional.empty(),
                Optional.of(true),
                OptionalInt.empty()));
  }

  /** JSON tags, Go names, the documents' names, in any case: AIStore's JSON ignores case. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "mime: tar, coer: true, onob: true, strm: true, coloc: 1",
        "MIME: tar, COER: true, OnOb: true, STRM: true, CoLoc: 1",
        "OutputFormat: tar, ContinueOnErr: true, OnlyObjName: true, StreamingGet: true,"
            + " Colocation: 1",
        "outputformat: tar, continueonerr: true, onlyobjname: true, streamingget: true,"
            + " colocation: 1",
        "output_format: tar, continue_on_err: true, only_obj_name: true, streaming_get: true,"
            + " colocation: 1",
        "output-format: tar, cont-on-err: true, omit-src-bck: true, streaming: true,"
            + " colocation: 1"
      })
  void takesEverySpellingOfAnOptionInBothSyntaxes(String options) throws IOException {
    SpecOptions expected =
        new SpecOptions(
            Optional.of(ArchiveFormat.TAR),
            Optional.of(true),
            Optional.of(true),
            Optional.of(true),
            OptionalInt.of(1));
    String json = options.replaceAll("([\\w-]+):", "\"$1\":").replace(" tar", "\"tar\"");

    assertThat(read("s.json", "{" + json + ", \"in\": [{\"objname\": \"a\"}]}"))
        .isEqualTo(expected);
    assertThat(read("s.yaml", "{" + options + ", in: [{objname: a}]}")).isEqualTo(expected);
  }

  @Test
  void readsABareListOfEntries() throws IOException {
    assertThat(read("s.json", "[{\"objname\":\"a\"}]")).isEqualTo(SpecOptions.NONE);
    assertThat(read("s.yml", "- ObjName: b\n- obj_name: c\n")).isEqualTo(SpecOptions.NONE);

    assertThat(entries).extracting(entry -> entry.object().name()).containsExactly("a", "b", "c");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "                       | s3://speech",
        "'bucket':'b'           | ais://b",
        "'bucket':'','provider':''          | s3://speech",
        "'bucket':null,'uname':null         | s3://speech",
        "'bucket':'b','provider':'S3'       | s3://b",
        "'bucket':'b','provider':'azure'    | az://b",
        "'bucket':'b','provider':''         | ais://b",
        "'provider':'s3'                    | s3://speech",
        "'bucket':'gs://b'                  | gs://b",
        "'bucket':'ais://@u1#n/b'           | ais://@u1#n/b",
        "'bucket':'ais://#n/b/'             | ais://#n/b",
        "'bucket':'gs://b','provider':'gcp' | gs://b",
        "'uname':'ais/@#/b/'                | ais://b",
        "'uname':'aws/@#/b/','bucket':'c'   | s3://b",
        "'uname':'ais/@u1#/b/'              | ais://@u1/b",
        "'uname':'ais/@#n/b/'               | ais://#n/b"
      })
  void choosesTheBucket(String fields, String bucket) throws IOException {
    read("s.json", json("{'objname':'a'" + (fields == null ? "" : "," + fields) + "}"));

    assertThat(entries)
        .extracting(entry -> entry.object().bucket().toString())
        .containsExactly(bucket);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'start':0,'length':0   | 0 | 0",
        "'start':0,'length':-1  | 0 | 0",
        "'length':-1            | 0 | 0",
        "'length':3             | 0 | 3",
        "'start':9,'length':-1  | 9 | -1",
        "'length':9223372036854775807 | 0 | 9223372036854775807"
      })
  void normalisesRanges(String fields, long start, long length) throws IOException {
    read("s.json", json("{'objname':'a'," + fields + "}"));

    assertThat(entries).extracting(Entry::range).containsExactly(new ByteRange(start, length));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a", "a//b", "a b", "..a/b..", "a/...", "żółć", "a~/b", "a\\b", "~a"})
  void takesNamesThatOnlyLookWrong(String name) throws IOException {
    String text = name.replace("\\", "\\\\");
    read("s.json", "[{\"objname\":\"" + text + "\",\"archpath\":\"" + text + "\"}]");

    assertThat(entries)
        .containsExactly(new Entry(new ObjectRef(SPEECH, name), name, ByteRange.WHOLE));
  }

  @ParameterizedTest
  @CsvSource({
    "spec.json, '[{\"objname\":\"a\"}]'",
    "spec.JSON, '[{\"objname\":\"a\"}]'",
    "spec.yaml, '- objname: a'",
    "spec.yml, '[{\"objname\":\"a\"}]'",
    "spec, '  [{\"objname\":\"a\"}]'",
    "spec.txt, '{\"in\":[{\"objname\":\"a\"}]}'",
    "spec.txt, 'in: [{objname: a}]'",
    "-, '# comment\n- objname: a'"
  })
  void tellsTheSyntaxByNameOrFirstCharacter(String name, String text) throws IOException {
    read(name, text);
    read(name, "\ufeff" + text);

    assertThat(entries).hasSize(2);
  }

  @Test
  void readsAFileAndNamesItAsGiven(@TempDir Path dir) throws IOException {
    Path file = Files.writeString(dir.resolve("speech.json"), "[{\"objname\":\"a\"},\n{\"x\":1}]");
    SpecReader reader = new SpecReader(SpecDefaults.of(SPEECH));

    assertThatThrownBy(() -> reader.read(file, this::take))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageStartingWith(file + ":2:2: [1].x: unknown field");
    assertThat(lines).containsExactly(new SourceLine(file.toString(), 1));
  }

  @Test
  void leavesTheStreamOpenAndPassesTheVisitorsErrorOn() {
    AtomicBoolean closed = new AtomicBoolean();
    InputStream in =
        new ByteArrayInputStream("[{\"objname\":\"a\"}]".getBytes(StandardCharsets.UTF_8)) {
          @Override
          public void close() {
            closed.set(true);
          }
        };
    IOException full = new IOException("disk full");

    assertThatThrownBy(
            () ->
                new SpecReader(SpecDefaults.of(SPEECH))
                    .read(
                        "s",
                        in,
                        (entry, opaque, where) -> {
                          throw full;
                        }))
        .isSameAs(full);
    assertThat(closed).isFalse();
  }

  @Test
  void tellsAReadErrorFromABadSpec() {
    IOException gone = new IOException("device gone");
    InputStream in =
        new InputStream() {
          @Override
          public int read(byte[] to, int offset, int length) throws IOException {
            throw gone;
          }

          @Override
          public int read() throws IOException {
            throw gone;
          }
        };

    assertThatThrownBy(() -> new SpecReader(SpecDefaults.NONE).read("s.json", in, this::take))
        .isSameAs(gone);
    assertThatThrownBy(() -> new SpecReader(SpecDefaults.NONE).read("s.yaml", in, this::take))
        .isSameAs(gone);
  }

  private SpecOptions read(String name, String text) throws IOException {
    InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    return new SpecReader(SpecDefaults.of(SPEECH)).read(name, in, this::take);
  }

  private void take(Entry entry, String opaque, SourceLine where) {
    entries.add(entry);
    opaques.add(opaque);
    lines.add(where);
  }

  private static String json(String entry) {
    return "[" + entry.replace('\'', '"') + "]";
  }
}
