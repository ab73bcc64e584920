package io.aisml.fetcher.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArchiveWriterTest {
  private static final List<TestMember> MEMBERS =
      List.of(
          TestMember.of("a.bin", 700),
          TestMember.of("empty", 0),
          TestMember.of("a.bin", 600),
          TestMember.of("dir/big.bin", 700_000),
          TestMember.of("x".repeat(200) + "/żółć[1]{2}|% #?+.wav", 512),
          TestMember.of("n".repeat(900), 1));

  @ParameterizedTest
  @EnumSource
  void whatItWritesIsReadBack(ArchiveFormat format) throws IOException {
    assertThat(TestMember.unpack(format, TestMember.pack(format, MEMBERS)))
        .containsExactlyElementsOf(MEMBERS);
  }

  @ParameterizedTest
  @EnumSource
  void writesAnEmptyArchive(ArchiveFormat format) throws IOException {
    assertThat(TestMember.unpack(format, TestMember.pack(format, List.of()))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void writesThousandsOfMembers(ArchiveFormat format) throws IOException {
    List<TestMember> members =
        IntStream.range(0, 5_000).mapToObj(i -> TestMember.of("m/" + i, i % 1_500)).toList();

    assertThat(TestMember.unpack(format, TestMember.pack(format, members)))
        .containsExactlyElementsOf(members);
  }

  @ParameterizedTest
  @EnumSource
  void howTheDataComeMakesNoDifference(ArchiveFormat format) throws IOException {
    assertThat(inPieces(format, 7_777)).isEqualTo(inPieces(format, 1_000_000));
  }

  private static byte[] inPieces(ArchiveFormat format, int most) throws IOException {
    byte[] content = TestMember.of("m", 1_000_000).content();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ArchiveWriter writer = ArchiveWriter.to(format, out)) {
      for (String name : List.of("m", "n")) {
        ByteBuffer left = ByteBuffer.wrap(content);
        writer.begin(name, content.length);
        writer.write(
            dst -> {
              int count = Math.min(most, Math.min(left.remaining(), dst.remaining()));
              dst.put(left.slice(left.position(), count));
              left.position(left.position() + count);
              return count;
            });
      }
      writer.finish();
    }
    return out.toByteArray();
  }

  @ParameterizedTest
  @EnumSource
  void withoutFinishTheArchiveIsTruncated(ArchiveFormat format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ArchiveWriter writer = ArchiveWriter.to(format, out)) {
      writer.begin("a", 3);
      writer.write(new byte[3], 0, 3);
    }

    assertThatThrownBy(() -> TestMember.unpack(format, out.toByteArray()))
        .isInstanceOf(TruncatedArchiveException.class);
  }

  @ParameterizedTest
  @EnumSource
  void refusesAMemberThatIsShorterThanAnnounced(ArchiveFormat format) throws IOException {
    try (ArchiveWriter writer = ArchiveWriter.to(format, new ByteArrayOutputStream())) {
      writer.begin("a", 3);
      writer.write(new byte[2], 0, 2);

      assertThatThrownBy(writer::finish).isInstanceOf(IOException.class);
    }
  }
}
