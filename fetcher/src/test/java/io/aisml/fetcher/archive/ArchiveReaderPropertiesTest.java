package io.aisml.fetcher.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class ArchiveReaderPropertiesTest {
  @Property(tries = 200)
  void anyChunkingOfTheInputGivesTheSameMembers(
      @ForAll ArchiveFormat format, @ForAll("members") List<TestMember> members, @ForAll long seed)
      throws IOException {
    InputStream in = new InChunks(TestMember.pack(format, members), new Random(seed));
    List<TestMember> read = new ArrayList<>();

    TestMember.drain(ArchiveReader.open(format, in), read);

    assertThat(read).containsExactlyElementsOf(members);
  }

  /** A zip cut anywhere gives no member, for it is read from its directory, at its end. */
  @Property(tries = 1000)
  void aCutInputGivesTheMembersBeforeItAndThenFails(
      @ForAll ArchiveFormat format,
      @ForAll("members") List<TestMember> members,
      @ForAll @IntRange(max = 1_000_000) int cut)
      throws IOException {
    byte[] archive = TestMember.pack(format, members);
    // a tar is at its end with the first of its two zero records
    int needed = format == ArchiveFormat.TAR ? archive.length - 512 : archive.length;
    InputStream in = new ByteArrayInputStream(archive, 0, cut % needed);
    List<TestMember> read = new ArrayList<>();

    assertThatThrownBy(() -> TestMember.drain(ArchiveReader.open(format, in), read))
        .isInstanceOf(TruncatedArchiveException.class);
    assertThat(read).isEqualTo(members.subList(0, read.size()));
    if (format == ArchiveFormat.TAR) {
      assertThat(read).hasSize(wholeWithin(members, cut % needed));
    }
  }

  @Property(tries = 2000)
  void damageGivesOnlyTheDeclaredExceptions(
      @ForAll ArchiveFormat format,
      @ForAll("members") List<TestMember> members,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 20) int damages)
      throws IOException {
    byte[] archive = TestMember.pack(format, members);
    Random random = new Random(seed);
    for (int i = 0; i < damages; i++) {
      archive[random.nextInt(archive.length)] = (byte) random.nextInt();
    }

    Throwable thrown = catchThrowable(() -> TestMember.unpack(format, archive));

    if (thrown != null) {
      assertThat(thrown)
          .isInstanceOfAny(TruncatedArchiveException.class, CorruptArchiveException.class);
    }
  }

  @Provide
  Arbitrary<List<TestMember>> members() {
    Arbitrary<String> names =
        Arbitraries.strings().withChars("ab/żЖ漢 %").ofMinLength(1).ofMaxLength(300);
    Arbitrary<Integer> sizes =
        Arbitraries.oneOf(
            Arbitraries.of(0, 1, 511, 512, 513, 1024), Arbitraries.integers().between(0, 70_000));
    return Combinators.combine(names.map(name -> "m" + name + "m"), sizes)
        .as(TestMember::of)
        .list()
        .ofMaxSize(12);
  }

  /** How many members lie wholly before a cut, from nothing but the format's record arithmetic. */
  private static int wholeWithin(List<TestMember> members, int cut) throws IOException {
    long before = 0;
    for (int i = 0; i < members.size(); i++) {
      TestMember member = members.get(i);
      int alone = TestMember.pack(ArchiveFormat.TAR, List.of(member)).length - 1024;
      int padding = -member.content().length & 511;
      if (before + alone - padding > cut) {
        return i;
      }
      before += alone;
    }
    return members.size();
  }

  /** Gives its bytes in pieces of random sizes. */
  private static final class InChunks extends InputStream {
    private final byte[] bytes;
    private final Random random;
    private int position;

    InChunks(byte[] bytes, Random random) {
      this.bytes = Arrays.copyOf(bytes, bytes.length);
      this.random = random;
    }

    @Override
    public int read() {
      return position == bytes.length ? -1 : bytes[position++] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (position == bytes.length) {
        return -1;
      }
      int most = Math.min(length, bytes.length - position);
      int count = Math.min(most, 1 + random.nextInt(random.nextBoolean() ? 7 : 5000));
      System.arraycopy(bytes, position, target, offset, count);
      position += count;
      return count;
    }
  }
}
