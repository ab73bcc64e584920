package io.aisml.fetcher.archive;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A member with its bytes, to compare by value. */
@SuppressWarnings("ArrayRecordComponent") // equals compares the content
public record TestMember(String name, byte[] content) {
  /** A member whose bytes follow from its name: half noise, half compressible. */
  public static TestMember of(String name, int size) {
    byte[] content = new byte[size];
    Random random = new Random(name.hashCode() * 31L + size);
    byte[] noise = new byte[size / 2];
    random.nextBytes(noise);
    System.arraycopy(noise, 0, content, 0, noise.length);
    return new TestMember(name, content);
  }

  /** Packs members. */
  public static byte[] pack(ArchiveFormat format, List<TestMember> members) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ArchiveWriter writer = ArchiveWriter.to(format, out)) {
      for (TestMember member : members) {
        writer.begin(member.name, member.content.length);
        writer.write(member.content, 0, member.content.length);
      }
      writer.finish();
    }
    return out.toByteArray();
  }

  /** Reads all members of an archive in memory. */
  public static List<TestMember> unpack(ArchiveFormat format, byte[] archive) throws IOException {
    List<TestMember> members = new ArrayList<>();
    try (MemberStream stream = ArchiveReader.open(format, new ByteArrayInputStream(archive))) {
      drain(stream, members);
    }
    return members;
  }

  /** Reads members into a list, which holds the complete ones also when this throws. */
  static void drain(MemberStream stream, List<TestMember> members) throws IOException {
    for (MemberHeader header = stream.next(); header != null; header = stream.next()) {
      members.add(read(stream, header));
    }
  }

  /** Reads the current member, byte by byte as they come, and verifies its length. */
  static TestMember read(MemberStream stream, MemberHeader header) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocateDirect(3000);
    while (stream.read(buffer) >= 0) {
      byte[] chunk = new byte[buffer.flip().remaining()];
      buffer.get(chunk);
      content.writeBytes(chunk);
      buffer.clear();
    }
    if (content.size() != header.size()) {
      throw new AssertionError(
          header + " came with " + content.size() + " bytes and without an exception");
    }
    return new TestMember(header.name(), content.toByteArray());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TestMember that
        && name.equals(that.name)
        && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name + " (" + content.length + " bytes, " + Arrays.hashCode(content) + ")";
  }
}
