package io.aisml.fetcher.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aisml.fetcher.archive.ArchiveFormat;
import io.aisml.fetcher.archive.TestMember;
import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.source.BatchSourceContract;
import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.source.ListedObject;
import io.aisml.fetcher.source.Reply;
import io.aisml.fetcher.source.SourceException;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.ByteRange;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.Namespace;
import io.aisml.fetcher.spec.ObjectRef;
import io.aisml.fetcher.spec.Provider;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectorySourceTest extends BatchSourceContract {
  @TempDir Path temporary;
  private Path root;
  private BatchSource source;

  @BeforeEach
  void makeBuckets() throws IOException {
    root = temporary.resolve("store");
    Files.createDirectories(root.resolve("ais/one"));
    Files.createDirectories(root.resolve("aws/two"));
    source = new DirectorySource(root);
  }

  @Override
  protected BatchSource source() {
    return source;
  }

  @Override
  protected Bucket bucket() {
    return Bucket.of(Provider.AIS, "one");
  }

  @Override
  protected Bucket otherBucket() {
    return Bucket.of(Provider.AWS, "two");
  }

  @Override
  protected void put(Bucket bucket, String name, byte[] content) throws IOException {
    Path file = root.resolve(bucket.provider().canonical()).resolve(bucket.name()).resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  @Test
  void aBucketWithANamespaceLiesBelowIt() throws IOException {
    Files.createDirectories(root.resolve("ais/@cluster#team/b"));
    Files.writeString(root.resolve("ais/@cluster#team/b/o"), "content");
    Bucket bucket = new Bucket(Provider.AIS, new Namespace("cluster", "team"), "b");

    assertThat(single(Entry.of(new ObjectRef(bucket, "o"))))
        .isEqualTo(Reply.of("content".getBytes(UTF_8)));
  }

  @Test
  void symbolicLinksAreFollowedInsideTheStoreOnly() throws IOException {
    Files.writeString(temporary.resolve("secret"), "secret");
    Files.createDirectory(temporary.resolve("outside"));
    Files.writeString(temporary.resolve("outside/o"), "secret");
    Path one = root.resolve("ais/one");
    Files.writeString(one.resolve("o"), "content");
    Files.createSymbolicLink(one.resolve("inside"), Path.of("o"));
    Files.createSymbolicLink(one.resolve("file"), temporary.resolve("secret"));
    Files.createSymbolicLink(one.resolve("directory"), temporary.resolve("outside"));
    Files.createSymbolicLink(one.resolve("nowhere"), Path.of("absent"));
    Files.createSymbolicLink(one.resolve("loop"), Path.of("."));
    Files.createSymbolicLink(root.resolve("ais/linked"), temporary.resolve("outside"));

    assertThat(single(entry("inside"))).isEqualTo(Reply.of("content".getBytes(UTF_8)));
    for (String name : List.of("file", "directory/o", "nowhere", "loop")) {
      assertFailed(single(entry(name)), FailureKind.NOT_FOUND, name);
    }
    assertFailed(
        single(Entry.of(new ObjectRef(Bucket.of(Provider.AIS, "linked"), "o"))),
        FailureKind.NOT_FOUND,
        "linked");
    assertThat(listed()).containsExactly("inside", "o");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a//b",
        "/a/b",
        "a/",
        "a/b/",
        "./a/b",
        "a/./b",
        "a/../a/b",
        "../one/a/b",
        "..",
        ".",
        "",
        "a/b/c",
        "a",
        "nul\0byte"
      })
  void aNameThatNoFileHasIsAMissingObject(String name) throws IOException {
    put(bucket(), "a/b", new byte[3]);

    assertFailed(single(entry(name)), FailureKind.NOT_FOUND, "does not exist");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", "../ais/one", "one/", ""})
  void aBucketNameLeadsNowhereElse(String name) throws IOException {
    put(bucket(), "o", new byte[3]);

    assertFailed(
        single(Entry.of(new ObjectRef(Bucket.of(Provider.AIS, name), "o"))),
        FailureKind.NOT_FOUND,
        "does not exist");
  }

  @Test
  void aFifoIsNoObject() throws Exception {
    Process mkfifo =
        new ProcessBuilder("mkfifo", root.resolve("ais/one/fifo").toString()).inheritIO().start();
    assertThat(mkfifo.waitFor()).isZero();

    assertFailed(single(entry("fifo")), FailureKind.NOT_FOUND, "fifo");
    assertThat(listed()).isEmpty();
  }

  @Test
  void aDamagedShardFailsItsMembersOnly() throws IOException {
    byte[] shard =
        TestMember.pack(
            ArchiveFormat.TAR, List.of(TestMember.of("before", 100), TestMember.of("cut", 5_000)));
    put(bucket(), "s.tar", Arrays.copyOf(shard, 3_000));
    put(bucket(), "z", new byte[1]);

    List<Reply> replies =
        batch(
            List.of(
                entry("s.tar", "before"),
                entry("s.tar", "cut"),
                entry("s.tar", "absent"),
                entry("z")));

    assertThat(replies.get(0)).isEqualTo(Reply.of(TestMember.of("before", 100).content()));
    assertFailed(replies.get(1), FailureKind.FAILED, "the shard is damaged");
    assertFailed(replies.get(2), FailureKind.FAILED, "the shard is damaged");
    assertThat(replies.get(3)).isEqualTo(Reply.of(new byte[1]));
    List<ListedObject> listed = new ArrayList<>();
    source.list(bucket(), "", true, listed::add);
    assertThat(listed)
        .extracting(ListedObject::name)
        .containsExactly("s.tar", "s.tar/before", "s.tar/cut", "z");
  }

  @Test
  void aShardThatWasReplacedIsReadAnew() throws IOException {
    put(bucket(), "s.tar", TestMember.pack(ArchiveFormat.TAR, List.of(TestMember.of("old", 10))));
    assertThat(single(entry("s.tar", "old"))).isInstanceOf(Reply.Bytes.class);

    put(
        bucket(),
        "s.tar",
        TestMember.pack(
            ArchiveFormat.TAR, List.of(TestMember.of("new", 20), TestMember.of("newer", 30))));

    assertThat(single(entry("s.tar", "newer")))
        .isEqualTo(Reply.of(TestMember.of("newer", 30).content()));
    assertFailed(single(entry("s.tar", "old")), FailureKind.NOT_FOUND, "old");
  }

  @Test
  void aRangeErrorReadsAsAistoresDoes() throws IOException {
    put(bucket(), "o", new byte[101]);

    assertFailed(
        single(entry("o", "", new ByteRange(100, 50))),
        FailureKind.FAILED,
        "size=101: not satisfiable range [start=100,length=50]");
  }

  /** By its mapping, because root, who runs the mount, is denied nothing. */
  @Test
  void anUnreadableFileIsDenied() throws IOException {
    SourceException failure =
        LocalFailure.of(
            entry("o"), new AccessDeniedException(root.resolve("ais/one/o").toString()));

    assertThat(failure.kind()).isEqualTo(FailureKind.DENIED);
    assertThat(failure).hasMessageContaining("ais://one/o").hasMessageContaining("permission");
  }

  @Test
  void aStoreThatIsNoDirectorySaysSo() {
    Path absent = temporary.resolve("absent");

    try (BatchSource missing = new DirectorySource(absent)) {
      assertThatThrownBy(() -> missing.connect(Duration.ZERO))
          .isInstanceOf(SourceException.class)
          .hasMessageContaining(absent.toString())
          .hasMessageContaining("ais/BUCKET");
    }
  }

  private List<String> listed() throws IOException {
    List<String> names = new ArrayList<>();
    source.list(bucket(), "", false, object -> names.add(object.name()));
    return names;
  }
}
