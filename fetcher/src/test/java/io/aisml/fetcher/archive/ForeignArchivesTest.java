package io.aisml.fetcher.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that GNU tar, gzip, lz4 and Python's zipfile made, compared with what they packed. */
@Tag("slow")
class ForeignArchivesTest {
  private static final String LONG_DIRECTORY = "directory-of-some-length/".repeat(6);

  @TempDir Path directory;
  private Path tree;

  @BeforeEach
  void makeTree() throws IOException {
    tree = Files.createDirectory(directory.resolve("tree"));
    for (TestMember member :
        List.of(
            TestMember.of("a.wav", 100_000),
            TestMember.of("empty", 0),
            TestMember.of("record", 512),
            TestMember.of("dir/żółć 漢字[1]{2}|#?%.bin", 513),
            TestMember.of(LONG_DIRECTORY + "ustar-prefix.bin", 10),
            TestMember.of("z/big", 3_000_000))) {
      Path file = tree.resolve(member.name());
      Files.createDirectories(file.getParent());
      Files.write(file, member.content());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gnu", "oldgnu", "ustar", "posix"})
  void readsWhatGnuTarPacks(String format) throws Exception {
    pack("out.tar", "--format=" + format);

    assertThat(members("out.tar")).containsExactlyInAnyOrderElementsOf(files(tree));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gnu", "oldgnu", "posix"})
  void readsNamesBeyondTheHeader(String format) throws Exception {
    addFile("n".repeat(240), "deep/".repeat(60) + "żółć".repeat(20));

    pack("out.tar", "--format=" + format);

    assertThat(members("out.tar")).containsExactlyInAnyOrderElementsOf(files(tree));
  }

  @Test
  void readsNamesOfTheOldestTar() throws Exception {
    Tools.run(directory, "tar", "-C", "tree", "--format=v7", "-cf", "out.tar", "a.wav", "z");

    assertThat(members("out.tar"))
        .containsExactly(TestMember.of("a.wav", 100_000), TestMember.of("z/big", 3_000_000));
  }

  @Test
  void givesWhatGnuTarUnpacks() throws Exception {
    Path unpacked = Files.createDirectory(directory.resolve("unpacked"));
    List<TestMember> written = files(tree);
    Files.write(directory.resolve("out.tar"), TestMember.pack(ArchiveFormat.TAR, written));

    Tools.run(directory, "tar", "-C", "unpacked", "-xf", "out.tar");

    assertThat(files(unpacked)).containsExactlyElementsOf(written);
    assertThat(members("out.tar")).containsExactlyElementsOf(written);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gnu", "posix"})
  void passesOverWhatIsNoRegularFile(String format) throws Exception {
    Files.createSymbolicLink(tree.resolve("symlink"), Path.of("t".repeat(150)));
    Files.createLink(tree.resolve("hard-link"), tree.resolve("empty"));
    Tools.run(tree, "mkfifo", "fifo");
    List<String> names = List.of("a.wav", "dir", "empty", "fifo", "hard-link", "record", "symlink");
    List<String> command =
        new ArrayList<>(List.of("tar", "-C", "tree", "--format=" + format, "-cf", "out.tar"));
    command.addAll(names);
    Tools.run(directory, command.toArray(String[]::new));

    assertThat(members("out.tar"))
        .extracting(TestMember::name)
        .containsExactly("a.wav", "dir/żółć 漢字[1]{2}|#?%.bin", "empty", "record");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gnu", "posix"})
  void refusesSparseFiles(String format) throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(tree.resolve("holes").toFile(), "rw")) {
      file.seek(10_000_000);
      file.write(1);
    }
    pack("out.tar", "--sparse", "--format=" + format);

    assertThatThrownBy(() -> members("out.tar"))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining("holes")
        .hasMessageContaining("sparse");
  }

  @Test
  void refusesATarWhoseHeaderDoesNotMatchItsChecksum() throws Exception {
    pack("out.tar");
    byte[] archive = Files.readAllBytes(directory.resolve("out.tar"));
    archive[1] ^= 1;

    assertThatThrownBy(() -> TestMember.unpack(ArchiveFormat.TAR, archive))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining("checksum at byte 0");
  }

  @Test
  void readsConcatenatedGzip() throws Exception {
    pack("out.tar");
    Tools.run(
        directory,
        "sh",
        "-c",
        "split -b 1000003 out.tar part. && gzip -n part.* && cat part.* > out.tgz");

    assertThat(members("out.tgz")).containsExactlyInAnyOrderElementsOf(files(tree));
  }

  @Test
  void readsGzipWithANameInItsHeader() throws Exception {
    pack("out.tar");
    Tools.run(directory, "gzip", "-N", "out.tar");

    assertThat(members("out.tar.gz")).containsExactlyInAnyOrderElementsOf(files(tree));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-B4",
        "-B5",
        "-B6",
        "-B7",
        "-B4 -BD",
        "-B5 -BD",
        "-B7 -BD -BX",
        "-BX",
        "--no-frame-crc",
        "--content-size",
        "-9",
        "-B4 -BD -9 --no-frame-crc"
      })
  void readsEveryKindOfLz4Frame(String options) throws Exception {
    pack("out.tar");
    Tools.run(directory, "sh", "-c", "lz4 -q " + options + " out.tar out.tar.lz4");

    assertThat(members("out.tar.lz4")).containsExactlyInAnyOrderElementsOf(files(tree));
  }

  @Test
  void readsConcatenatedLz4Frames() throws Exception {
    pack("out.tar");
    Tools.run(
        directory,
        "sh",
        "-c",
        "split -b 1000003 out.tar part. && for p in part.*; do lz4 -q -B4 -BD $p $p.lz4; done"
            + " && printf 'P*M\\030\\003\\000\\000\\000abc' > skippable"
            + " && cat skippable part.*.lz4 > out.tar.lz4");

    assertThat(members("out.tar.lz4")).containsExactlyInAnyOrderElementsOf(files(tree));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ZIP_STORED", "ZIP_DEFLATED"})
  void readsWhatPythonZips(String method) throws Exception {
    python(
        "import os, zipfile",
        "with zipfile.ZipFile('out.zip', 'w', zipfile." + method + ") as z:",
        "  for d, _, names in os.walk('tree'):",
        "    for n in names: z.write(os.path.join(d, n), os.path.relpath(os.path.join(d, n), 'tree'))",
        "  z.mkdir('directory/') if hasattr(z, 'mkdir') else z.writestr('directory/', b'')");

    assertThat(members("out.zip")).containsExactlyInAnyOrderElementsOf(files(tree));
  }

  /** The layout that AIStore streams: stored, sizes behind the data, names repeat. */
  @Test
  void readsStoredZipMembersWithDataDescriptors() throws Exception {
    python(
        "import sys, zipfile, warnings",
        "warnings.simplefilter('ignore')",
        "class Pipe:",
        "  def __init__(self, f): self.write = f.write; self.flush = f.flush",
        "with open('out.zip', 'wb') as f, zipfile.ZipFile(Pipe(f), 'w', zipfile.ZIP_STORED) as z:",
        "  for n in ['a.wav', 'empty', 'z/big']:",
        "    with z.open(n, 'w') as m: m.write(open('tree/' + n, 'rb').read())",
        "  with z.open('a.wav', 'w') as m: m.write(b'PK\\5\\6 again')");

    assertThat(members("out.zip"))
        .containsExactly(
            TestMember.of("a.wav", 100_000),
            TestMember.of("empty", 0),
            TestMember.of("z/big", 3_000_000),
            new TestMember("a.wav", "PK\5\6 again".getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void readsZip64() throws Exception {
    python(
        "import zipfile",
        "zipfile.ZIP_FILECOUNT_LIMIT = 2",
        "with zipfile.ZipFile('out.zip', 'w') as z:",
        "  for n in ['a.wav', 'empty', 'record', 'z/big']:",
        "    with z.open(n, 'w', force_zip64=True) as m: m.write(open('tree/' + n, 'rb').read())");

    assertThat(members("out.zip"))
        .extracting(TestMember::name)
        .containsExactly("a.wav", "empty", "record", "z/big");
  }

  private void python(String... lines) throws Exception {
    Tools.run(directory, "python3", "-c", String.join("\n", lines));
  }

  private void pack(String archive, String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of("tar", "-C", "tree", "-cf", archive));
    command.addAll(List.of(options));
    try (Stream<Path> top = Files.list(tree)) {
      top.map(path -> path.getFileName().toString()).sorted().forEach(command::add);
    }
    Tools.run(directory, command.toArray(String[]::new));
  }

  private void addFile(String... names) throws IOException {
    for (String name : names) {
      Path file = tree.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, TestMember.of(name, 7).content());
    }
  }

  private List<TestMember> members(String archive) throws IOException {
    ArchiveFormat format = ArchiveFormat.ofName(archive).orElseThrow();
    return TestMember.unpack(format, Files.readAllBytes(directory.resolve(archive)));
  }

  private static List<TestMember> files(Path root) throws IOException {
    List<TestMember> files = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path :
          paths.filter(Files::isRegularFile).sorted(Comparator.naturalOrder()).toList()) {
        files.add(new TestMember(root.relativize(path).toString(), Files.readAllBytes(path)));
      }
    }
    return files;
  }
}
