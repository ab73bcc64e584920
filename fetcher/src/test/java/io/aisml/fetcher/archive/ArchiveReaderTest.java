package io.aisml.fetcher.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What holds for every format. */
class ArchiveReaderTest {
  private static final List<TestMember> MEMBERS =
      List.of(
          TestMember.of("a", 5),
          TestMember.of("empty", 0),
          TestMember.of("b/" + "long".repeat(60), 1024),
          TestMember.of("c", 200_000),
          TestMember.of("a", 6),
          TestMember.of("last", 0));

  @ParameterizedTest
  @EnumSource
  void doesNotReadBeforeTheFirstMemberIsAskedFor(ArchiveFormat format) throws IOException {
    InputStream unread = noMoreAfter(new byte[0], 0);

    ArchiveReader.open(format, unread).close();
  }

  @ParameterizedTest
  @EnumSource
  void passesOverUnreadBytes(ArchiveFormat format) throws IOException {
    List<String> names = new ArrayList<>();
    try (MemberStream stream = open(format, TestMember.pack(format, MEMBERS))) {
      for (MemberHeader header = stream.next(); header != null; header = stream.next()) {
        names.add(header.name());
        stream.read(ByteBuffer.allocate(3));
      }
    }

    assertThat(names).containsExactlyElementsOf(MEMBERS.stream().map(TestMember::name).toList());
  }

  @ParameterizedTest
  @EnumSource
  void readsIntoAnyBuffer(ArchiveFormat format) throws IOException {
    TestMember member = TestMember.of("m", 300_000);
    byte[] archive = TestMember.pack(format, List.of(member));

    for (ByteBuffer target :
        List.of(
            ByteBuffer.allocate(300_000),
            ByteBuffer.allocateDirect(300_000),
            ByteBuffer.allocate(300_200).position(100).limit(300_100).slice())) {
      try (MemberStream stream = open(format, archive)) {
        assertThat(stream.next()).isEqualTo(new MemberHeader("m", 300_000));
        while (stream.read(target) > 0) {
          assertThat(target.position()).isPositive();
        }
        assertThat(stream.read(ByteBuffer.allocate(1))).isEqualTo(-1);
      }
      assertThat(target.flip()).isEqualTo(ByteBuffer.wrap(member.content()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void givesNothingForAFullBuffer(ArchiveFormat format) throws IOException {
    try (MemberStream stream = open(format, TestMember.pack(format, MEMBERS))) {
      stream.next();

      assertThat(stream.read(ByteBuffer.allocate(0))).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void hasNoBytesBeforeTheFirstMember(ArchiveFormat format) throws IOException {
    try (MemberStream stream = open(format, TestMember.pack(format, MEMBERS))) {
      assertThat(stream.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void staysAtTheEnd(ArchiveFormat format) throws IOException {
    try (MemberStream stream = open(format, TestMember.pack(format, MEMBERS))) {
      TestMember.drain(stream, new ArrayList<>());

      assertThat(stream.next()).isNull();
      assertThat(stream.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyInputIsTruncated(ArchiveFormat format) {
    assertThatThrownBy(() -> TestMember.unpack(format, new byte[0]))
        .isInstanceOf(TruncatedArchiveException.class);
  }

  @ParameterizedTest
  @EnumSource
  void anHtmlPageIsCorrupt(ArchiveFormat format) {
    byte[] page = "<html><body>502 Bad Gateway</body></html>\n".repeat(100).getBytes(UTF_8);

    assertThatThrownBy(() -> TestMember.unpack(format, page))
        .isInstanceOf(CorruptArchiveException.class);
  }

  @ParameterizedTest
  @EnumSource
  void anErrorOfTheInputPassesThrough(ArchiveFormat format) throws IOException {
    byte[] archive = TestMember.pack(format, MEMBERS);
    IOException reset = new IOException("Connection reset");
    InputStream in =
        new SequenceInputStream(
            new ByteArrayInputStream(archive, 0, archive.length / 2), new Failing(reset));

    assertThatThrownBy(() -> TestMember.drain(ArchiveReader.open(format, in), new ArrayList<>()))
        .isSameAs(reset);
  }

  @ParameterizedTest
  @EnumSource
  void closesItsInput(ArchiveFormat format) throws IOException {
    List<String> closed = new ArrayList<>();
    InputStream in =
        new ByteArrayInputStream(TestMember.pack(format, MEMBERS)) {
          @Override
          public void close() {
            closed.add("in");
          }
        };
    MemberStream stream = ArchiveReader.open(format, in);
    stream.next();
    stream.close();

    assertThat(closed).containsExactly("in");
  }

  /** The server holds the connection for 100 ms before it ends a reply: AIStore xact/xs/moss.go. */
  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "ZIP")
  void endsWithoutWaitingForTheEndOfTheInput(ArchiveFormat format) throws IOException {
    byte[] archive = TestMember.pack(format, MEMBERS);
    int needed = format == ArchiveFormat.TAR ? archive.length - 512 : archive.length;
    List<TestMember> members = new ArrayList<>();

    TestMember.drain(ArchiveReader.open(format, noMoreAfter(archive, needed)), members);

    assertThat(members).containsExactlyElementsOf(MEMBERS);
  }

  @Test
  void aTarMemberDoesNotWaitForTheNext() throws IOException {
    TestMember member = TestMember.of("first", 1000);
    byte[] archive = TestMember.pack(ArchiveFormat.TAR, List.of(member, member));
    MemberStream stream = ArchiveReader.open(ArchiveFormat.TAR, noMoreAfter(archive, 512 + 1000));

    MemberHeader header = stream.next();

    assertThat(header).isEqualTo(new MemberHeader("first", 1000));
    assertThat(TestMember.read(stream, new MemberHeader("first", 1000))).isEqualTo(member);
  }

  @Test
  void aTarHeaderDoesNotWaitForItsData() throws IOException {
    TestMember member = TestMember.of("m", 1000);
    byte[] archive = TestMember.pack(ArchiveFormat.TAR, List.of(member, member));
    MemberStream stream =
        ArchiveReader.open(ArchiveFormat.TAR, noMoreAfter(archive, 512 + 1024 + 512));

    stream.next();

    assertThat(stream.next()).isEqualTo(new MemberHeader("m", 1000));
  }

  @Test
  void aCutZipIsNotTakenForAZipThatIsItsLastMember() throws IOException {
    byte[] inner = TestMember.pack(ArchiveFormat.ZIP, List.of(TestMember.of("inner", 10)));
    byte[] outer =
        TestMember.pack(
            ArchiveFormat.ZIP,
            List.of(TestMember.of("before", 100), new TestMember("inner.zip", inner)));
    int innerEnd = endOf(inner, outer);

    assertThatThrownBy(() -> TestMember.unpack(ArchiveFormat.ZIP, Arrays.copyOf(outer, innerEnd)))
        .isInstanceOf(TruncatedArchiveException.class);
  }

  @Test
  void aZipMemberWithABadChecksumIsCorrupt() throws IOException {
    byte[] content = new byte[5000];
    new Random(1).nextBytes(content);
    byte[] archive = TestMember.pack(ArchiveFormat.ZIP, List.of(new TestMember("m", content)));
    archive[2000] ^= 1;

    assertThatThrownBy(() -> TestMember.unpack(ArchiveFormat.ZIP, archive))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining("m");
  }

  private static MemberStream open(ArchiveFormat format, byte[] archive) {
    return ArchiveReader.open(format, new ByteArrayInputStream(archive));
  }

  /** Gives the first bytes and fails, in place of blocking, when it is asked for more. */
  private static InputStream noMoreAfter(byte[] archive, int bytes) {
    return new ByteArrayInputStream(archive, 0, bytes) {
      @Override
      public synchronized int read(byte[] target, int offset, int length) {
        int count = super.read(target, offset, length);
        if (count < 0) {
          throw new AssertionError("waits for more than " + bytes + " bytes");
        }
        return count;
      }
    };
  }

  private static int endOf(byte[] part, byte[] whole) {
    for (int at = 0; at + part.length <= whole.length; at++) {
      if (Arrays.equals(part, 0, part.length, whole, at, at + part.length)) {
        return at + part.length;
      }
    }
    throw new AssertionError("the inner zip is not stored as it is");
  }

  /** An input that fails at once. */
  private static final class Failing extends InputStream {
    private final IOException failure;

    Failing(IOException failure) {
      this.failure = failure;
    }

    @Override
    public int read() throws IOException {
      throw failure;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      throw failure;
    }
  }
}
