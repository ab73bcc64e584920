package io.aisml.fetcher.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aisml.fetcher.archive.ArchiveFormat;
import io.aisml.fetcher.archive.ArchiveWriter;
import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.spec.ArchiveName;
import io.aisml.fetcher.spec.InvalidSpecException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way to name objects, resolved against a store. */
abstract class SelectorContract {
  @TempDir Path work;

  /** The store, filled by {@link #fill}. */
  abstract BatchSource store();

  /** The bucket that the lines here call {@code v-a} or {@code v-b}. */
  abstract String bucket(String alias);

  /** Puts what the lines here name. */
  static void fill(Filling store) throws IOException {
    for (int i = 0; i < 4; i++) {
      store.put("v-a", "o" + i + ".bin", new byte[100 + i]);
      store.put("v-a", "sh-" + i + ".tar", shard("tar", "f0.wav", 40, "f1.wav", 41));
    }
    store.put("v-a", "n-0001.wav", new byte[1001]);
    store.put("v-a", "n-0002.wav", new byte[1002]);
    store.put("v-a", "a.wav", new byte[50]);
    store.put("v-a", "a.wav.bak", new byte[51]);
    store.put("v-a", "dir/a.bin", new byte[11]);
    store.put("v-a", "dir/b.bin", new byte[12]);
    store.put("v-a", "dir/sub/c.bin", new byte[13]);
    store.put("v-a", "br[1]{2}|.bin", new byte[27]);
    store.put("v-a", "q?x.bin", new byte[24]);
    store.put("v-a", "com,ma.bin", new byte[29]);
    store.put("v-a", "at@5.bin", new byte[28]);
    store.put("v-a", "s.tar", shard("tar", "m/a.wav", 100, "m/b.wav", 101, "top.txt", 7));
    for (String format : List.of("zip", "tgz", "tar.lz4")) {
      store.put("v-a", "s." + format, shard(format, "m/a.wav", 100));
    }
    store.put("v-a", "empty.tar", shard("tar"));
    store.put("v-a", "v.tar/whole.bin", new byte[17]);
    store.put("v-b", "a.wav", new byte[60]);
    store.put("v-b", "only-b.bin", new byte[61]);
  }

  /** Puts an object into the bucket of an alias. */
  @FunctionalInterface
  interface Filling {
    void put(String bucket, String name, byte[] content) throws IOException;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        // objects
        "ais://v-a/o1.bin; v-a/o1.bin(101)",
        "ais://v-a/a.wav; v-a/a.wav(50)",
        "ais://v-a/br[1]{2}|.bin; v-a/br[1]{2}|.bin(27)",
        "ais://v-a/q?x.bin; v-a/q?x.bin(24)",
        "ais://v-a/at@5.bin; v-a/at@5.bin(28)",
        "ais://v-a/com,ma.bin; v-a/com,ma.bin(29)",
        "ais://v-a/s.tar; v-a/s.tar(4096)",
        "ais://@#/v-a/o1.bin; v-a/o1.bin(101)",
        // buckets and virtual directories
        "ais://v-b; v-b/a.wav(60) v-b/only-b.bin(61)",
        "ais://v-b/; v-b/a.wav(60) v-b/only-b.bin(61)",
        "ais://v-b/*; v-b/a.wav(60) v-b/only-b.bin(61)",
        "ais://v-a/dir/; v-a/dir/a.bin(11) v-a/dir/b.bin(12) v-a/dir/sub/c.bin(13)",
        "ais://v-a/dir/sub/; v-a/dir/sub/c.bin(13)",
        "ais://v-a/a.w*; v-a/a.wav(50) v-a/a.wav.bak(51)",
        "ais://v-b ais://v-a/o2.bin; v-b/a.wav(60) v-b/only-b.bin(61) v-a/o2.bin(102)",
        // members
        "ais://v-a/s.tar/m/a.wav; v-a/s.tar/m/a.wav(?)",
        "ais://v-a/s.zip/m/a.wav; v-a/s.zip/m/a.wav(?)",
        "ais://v-a/s.tgz/m/a.wav; v-a/s.tgz/m/a.wav(?)",
        "ais://v-a/s.tar.lz4/m/a.wav; v-a/s.tar.lz4/m/a.wav(?)",
        "ais://v-a/s.tar/nope.wav; v-a/s.tar/nope.wav(?)",
        "ais://v-a/v.tar/whole.bin; v-a/v.tar/whole.bin(17)",
        "ais://v-a/s.tar/; v-a/s.tar/m/a.wav(100) v-a/s.tar/m/b.wav(101) v-a/s.tar/top.txt(7)",
        "ais://v-a/s.tar/m/; v-a/s.tar/m/a.wav(100) v-a/s.tar/m/b.wav(101)",
        "ais://v-a/v.tar/; v-a/v.tar/whole.bin(17)",
        // templates
        "ais://v-a/n-{0001..0002}.wav; v-a/n-0001.wav(?) v-a/n-0002.wav(?)",
        "ais://v-a/sh-{0..2}.tar/f1.wav; "
            + "v-a/sh-0.tar/f1.wav(?) v-a/sh-1.tar/f1.wav(?) v-a/sh-2.tar/f1.wav(?)",
        "ais://v-a/sh-{0..1}.tar/; v-a/sh-0.tar/f0.wav(40) v-a/sh-0.tar/f1.wav(41)"
            + " v-a/sh-1.tar/f0.wav(40) v-a/sh-1.tar/f1.wav(41)",
        "ais://v-{a,b}/x; !may only have letters",
        "ais://v-a/{dir,dir/sub}/; v-a/dir/a.bin(11) v-a/dir/b.bin(12) v-a/dir/sub/c.bin(13)"
            + " v-a/dir/sub/c.bin(13)",
        // what is not there
        "ais://v-a/nope.bin; !ais://v-a/nope.bin: no such object",
        "ais://v-a/o*x.bin; !only a last '*' stands for other names",
        "ais://v-a/dir; !no such object, but there are others below it; write ais://v-a/dir/",
        "ais://v-a/nope.tar/a; !ais://v-a/nope.tar/a: no such object",
        "ais://v-a/nope/; !ais://v-a/nope/: there is nothing below it",
        "ais://v-a/o1.bin/; !there is nothing below it; the object is ais://v-a/o1.bin",
        "ais://v-a/empty.tar/; !the store lists no members of this archive",
        "ais://v-a/s.tar/nope/; !ais://v-a/s.tar/nope/: there is nothing below it",
        "ais://v-a/zz*; !ais://v-a/zz*: no object of ais://v-a has such a name",
        "ais://v-nope/x; !v-nope",
        "ais://v-nope; !v-nope",
        // lists
        "ais://v-a --list=o1.bin, o2.bin,dir/a.bin; v-a/o1.bin(?) v-a/o2.bin(?) v-a/dir/a.bin(?)",
        "ais://v-a --list=s.tar/m/a.wav,o1.bin,o1.bin,nope.bin;"
            + "v-a/s.tar/m/a.wav(?) v-a/o1.bin(?) v-a/o1.bin(?) v-a/nope.bin(?)",
        "ais://v-a --list=com\\,ma.bin; v-a/com,ma.bin(?)",
        "ais://v-a --list=dir/sub/,o1.bin; v-a/dir/sub/c.bin(13) v-a/o1.bin(?)",
        "ais://v-b/a.wav ais://v-a --list=o1.bin; v-b/a.wav(60) v-a/o1.bin(?)",
        // templates and prefixes as options
        "ais://v-a --template=n-{0001..0010..3}.wav; v-a/n-0001.wav(?) v-a/n-0004.wav(?)"
            + " v-a/n-0007.wav(?) v-a/n-0010.wav(?)",
        "ais://v-a --template=o{01..02}.bin; v-a/o01.bin(?) v-a/o02.bin(?)",
        "ais://v-a --template=n-@0001.wav; v-a/n-0000.wav(?) v-a/n-0001.wav(?)",
        "ais://v-a --template=o{a..b}.bin; v-a/oa.bin(?) v-a/ob.bin(?)",
        "ais://v-a --template=o{1,2}.bin; v-a/o1.bin(?) v-a/o2.bin(?)",
        "ais://v-a --template=o%d.bin; v-a/o0.bin(100) v-a/o1.bin(101) v-a/o2.bin(102)"
            + " v-a/o3.bin(103)",
        "ais://v-a --template=n-%04d.wav; v-a/n-0001.wav(1001) v-a/n-0002.wav(1002)",
        "ais://v-a --template=n-%d.wav; !no object of ais://v-a has such a name",
        "ais://v-a --template=dir/; v-a/dir/a.bin(11) v-a/dir/b.bin(12) v-a/dir/sub/c.bin(13)",
        "ais://v-b --template=*; v-b/a.wav(60) v-b/only-b.bin(61)",
        "ais://v-b --template=; v-b/a.wav(60) v-b/only-b.bin(61)",
        "ais://v-a --template=a.wav; v-a/a.wav(50) v-a/a.wav.bak(51)",
        "ais://v-a --template=s-%d.tar/x; !'%' finds objects",
        "ais://v-a --prefix=dir/; v-a/dir/a.bin(11) v-a/dir/b.bin(12) v-a/dir/sub/c.bin(13)",
        "ais://v-a --prefix=di; v-a/dir/a.bin(11) v-a/dir/b.bin(12) v-a/dir/sub/c.bin(13)",
        "ais://v-a --prefix=o{1..2}.bin; v-a/o1.bin(?) v-a/o2.bin(?)",
        "ais://v-a/o1.bin --prefix=dir/s; v-a/o1.bin(101) v-a/dir/sub/c.bin(13)",
        "ais://v-a/dir/ --prefix=a.wav.; v-a/dir/a.bin(11) v-a/dir/b.bin(12) v-a/dir/sub/c.bin(13)"
            + " v-a/a.wav.bak(51)",
        // specs
        "ais://v-a --spec={\"in\":[{\"objname\":\"o1.bin\"},{\"objname\":\"a.wav\",\"bucket\":\"v-b\"}]};"
            + "v-a/o1.bin(?) v-b/a.wav(?)",
        "ais://v-a/o2.bin --spec={\"in\":[{\"objname\":\"o1.bin\"}]}; v-a/o1.bin(?) v-a/o2.bin(102)",
        "ais://v-a --spec={in: [{objname: o1.bin}], streaming_get: true}; v-a/o1.bin(?)",
        "ais://v-a --spec=- objname: o1.bin; v-a/o1.bin(?)"
      })
  void selects(String line, String expected) throws Exception {
    check(line, expected, MissingSource.FAIL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "ais://v-a/nope.bin; v-a/nope.bin(?)",
        "ais://v-a/nope.tar/x; v-a/nope.tar/x(?)",
        "ais://v-a/dir; !write ais://v-a/dir/",
        "ais://v-a/nope/; !there is nothing below it",
        "ais://v-nope/x; v-nope/x(?)"
      })
  void keepsMissingObjectsOnDemand(String line, String expected) throws Exception {
    check(line, expected, MissingSource.KEEP);
  }

  /** Compares what a line selects, or the message when {@code expected} begins so. */
  final void check(String line, String expected, MissingSource missing) throws Exception {
    String actual;
    try {
      actual = String.join(" ", select(real(line), missing));
    } catch (IOException e) {
      assertThat(expected).startsWith("!");
      assertThat(e).hasMessageContaining(real(expected).substring(1));
      return;
    }
    assertThat(actual).isEqualTo(real(expected));
  }

  private String real(String text) {
    return text.replace("v-a", bucket("v-a")).replace("v-b", bucket("v-b"));
  }

  @Test
  void readsSpecAndListFromFilesAndStandardInput() throws Exception {
    String spec = "{\"strm\":true,\"in\":[{\"objname\":\"o1.bin\"}],\"onob\":true}";
    Path file = Files.writeString(work.resolve("s.json"), spec);
    Path names = Files.writeString(work.resolve("names"), "o1.bin\r\n\n com,ma.bin \no2.bin");

    for (String text : List.of(file.toString(), "-", spec)) {
      Selection selection = Selection.builder().source(real("ais://v-a")).spec(text).build();
      try (Selector selector = Selector.open(selection, input(spec))) {
        assertThat(selector.specOptions().objectNameOnly()).contains(true);
        assertThat(selector.specOptions().streaming()).contains(true);
        assertThat(selector.specEntries()).isEqualTo(1);
        assertThat(entries(selector, MissingSource.FAIL)).containsExactly(real("v-a/o1.bin(?)"));
        assertThat(entries(selector, MissingSource.FAIL)).containsExactly(real("v-a/o1.bin(?)"));
      }
    }
    for (String text : List.of("@" + names, "@-")) {
      Selection selection = Selection.builder().source(real("ais://v-a")).list(text).build();
      try (Selector selector = Selector.open(selection, input(Files.readString(names)))) {
        assertThat(entries(selector, MissingSource.FAIL))
            .containsExactly(
                real("v-a/o1.bin(?)"), real("v-a/com,ma.bin(?)"), real("v-a/o2.bin(?)"));
      }
    }
  }

  @Test
  void checksFilesBeforeAnyStoreIsAsked() throws Exception {
    Path spec = Files.writeString(work.resolve("s.json"), "{\"in\":[{\"objname\":\"a\"},{}]}");
    Path names = Files.writeString(work.resolve("names"), "a\n\nb/../c\n");
    Path empty = Files.writeString(work.resolve("empty"), "\n");

    assertThatExceptionOfType(InvalidSpecException.class)
        .isThrownBy(() -> open(Selection.builder().source(real("ais://v-a")).spec(spec.toString())))
        .withMessageContaining("in[1]");
    assertThatExceptionOfType(InvalidSelectionException.class)
        .isThrownBy(() -> open(Selection.builder().source(real("ais://v-a")).list("@" + names)))
        .withMessageStartingWith(names + ":3: object name 'b/../c'");
    assertThatExceptionOfType(InvalidSelectionException.class)
        .isThrownBy(() -> open(Selection.builder().source(real("ais://v-a")).list("@" + empty)))
        .withMessageContaining("no names");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () -> open(Selection.builder().source(real("ais://v-a")).list("@" + names + "x")));
  }

  @Test
  void saysWhereAnEntryWasNamed() throws Exception {
    List<String> places = new ArrayList<>();
    Selection selection =
        Selection.builder()
            .source(real("ais://v-a/dir/sub/"))
            .source(real("ais://v-b"))
            .list("o1.bin,o2.bin")
            .spec("{\"in\":[\n{\"objname\":\"o1.bin\"}]}")
            .build();
    try (Selector selector = Selector.open(selection, InputStream.nullInputStream())) {
      selector.select(
          store(),
          MissingSource.FAIL,
          (entry, opaque, size, where) -> places.add(where.toString()));
    }
    assertThat(places).containsExactly("spec:2", real("ais://v-a/dir/sub/"), "list:1", "list:2");
  }

  @Test
  void endsAListingWhenTheVisitorFails() throws Exception {
    List<String> visited = new ArrayList<>();
    try (Selector selector = open(Selection.builder().source(real("ais://v-a")))) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(
              () ->
                  selector.select(
                      store(),
                      MissingSource.FAIL,
                      (entry, opaque, size, where) -> {
                        visited.add(entry.toString());
                        throw new IOException("enough");
                      }))
          .withMessage("enough");
    }
    assertThat(visited).hasSize(1);
  }

  /** Resolves a line of arguments separated by blanks, each option as {@code --name=value}. */
  private List<String> select(String line, MissingSource missing) throws Exception {
    Selection.Builder builder = Selection.builder();
    int options = line.indexOf(" --");
    String sources = options < 0 ? line : line.substring(0, options);
    for (String source : sources.split(" ", -1)) {
      builder.source(source);
    }
    if (options >= 0) {
      String option = line.substring(options + 3);
      String value = option.substring(option.indexOf('=') + 1);
      switch (option.substring(0, option.indexOf('='))) {
        case "list" -> builder.list(value);
        case "template" -> builder.template(value);
        case "prefix" -> builder.prefix(value);
        case "spec" -> builder.spec(value);
        default -> throw new IllegalArgumentException(option);
      }
    }
    try (Selector selector = open(builder)) {
      return entries(selector, missing);
    }
  }

  private static Selector open(Selection.Builder builder) throws IOException {
    return Selector.open(builder.build(), InputStream.nullInputStream());
  }

  private List<String> entries(Selector selector, MissingSource missing) throws IOException {
    List<String> entries = new ArrayList<>();
    selector.select(
        store(),
        missing,
        (entry, opaque, size, where) ->
            entries.add(ArchiveName.of(entry, false) + "(" + (size < 0 ? "?" : "" + size) + ")"));
    return entries;
  }

  private static InputStream input(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] shard(String format, Object... members) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ArchiveWriter writer =
        ArchiveWriter.to(ArchiveFormat.ofName("x." + format).orElseThrow(), out)) {
      for (int i = 0; i < members.length; i += 2) {
        int size = (Integer) members[i + 1];
        writer.begin((String) members[i], size);
        writer.write(new byte[size], 0, size);
      }
      writer.finish();
    }
    return out.toByteArray();
  }
}
