package io.aisml.fs.fuse.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fs.DirectoryListing;
import io.aisml.fs.ReadOnlyFileSystem;
import io.aisml.fs.fuse.MemoryFileSystem;
import io.aisml.fs.fuse.MemoryFileSystem.Manner;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.constraints.UniqueElements;
import org.junit.jupiter.api.Test;

class DirectoryPackerTest {
  private final MemoryFileSystem fs = new MemoryFileSystem();
  private final DirectoryPacker packer = new DirectoryPacker(new ReplyEncoder(fs.ownership()));

  /** A listed entry, as a reader of the packed bytes sees it. */
  private record Entry(long node, long inode, long offset, int type, String name) {}

  @Test
  void packsEntriesOfReaddir() {
    long directory = fs.directory(ReadOnlyFileSystem.ROOT, "d"); // inode 2
    fs.file(directory, "eightchr", new byte[0], Manner.PLAIN); // 3
    fs.directory(directory, "s"); // 4
    ByteBuffer out = Hex.room(1000);
    packer.pack(list(directory), directory, 0, 1000, false, out);
    assertThat(out.flip())
        .isEqualTo(
            Hex.bytes(
                "0200000000000000 0100000000000000 01000000 04000000 2e00000000000000"
                    + "0100000000000000 0200000000000000 02000000 04000000 2e2e000000000000"
                    + "0300000000000000 0300000000000000 08000000 08000000 6569676874636872"
                    + "0400000000000000 0400000000000000 01000000 04000000 7300000000000000"));
  }

  @Test
  void givesReaddirplusNoInodesOfTheDots() {
    long directory = fs.directory(ReadOnlyFileSystem.ROOT, "d");
    long file = fs.file(directory, "f", new byte[9], Manner.PLAIN);
    ByteBuffer out = Hex.room(1000);
    packer.pack(list(directory), directory, 0, 1000, true, out);
    assertThat(entries(out.flip(), true))
        .containsExactly(
            new Entry(0, directory, 1, 4, "."),
            new Entry(0, 1, 2, 4, ".."),
            new Entry(file, file, 3, 8, "f"));
  }

  @Test
  void givesReaddirplusNoInodesOfAVeryLargeDirectory() {
    for (int i = 0; i <= DirectoryPacker.LARGEST_WITH_INODES; i++) {
      fs.file(ReadOnlyFileSystem.ROOT, "f" + i, new byte[0], Manner.PLAIN);
    }
    ByteBuffer out = Hex.room(1000);
    packer.pack(list(1), 1, 10, 1000, true, out);
    assertThat(entries(out.flip(), true))
        .isNotEmpty()
        .allSatisfy(entry -> assertThat(entry.node()).isZero())
        .allSatisfy(entry -> assertThat(entry.type()).isEqualTo(8))
        .first()
        .isEqualTo(new Entry(0, 10, 11, 8, "f8"));
  }

  @Test
  void givesNothingBeyondTheEnd() {
    for (long offset : new long[] {2, 3, Integer.MAX_VALUE, Long.MAX_VALUE}) {
      ByteBuffer out = Hex.room(100);
      packer.pack(list(1), 1, offset, 100, false, out);
      assertThat(out.position()).as("offset %d", offset).isZero();
    }
  }

  /** However small the reader's buffer: all names, in order, once. */
  @Property(tries = 200)
  void listsAllInPiecesOfAnySize(
      @ForAll @Size(max = 30) @UniqueElements
          List<@AlphaChars @StringLength(min = 1, max = 255) String> names,
      @ForAll @IntRange(min = 432, max = 3000) int room,
      @ForAll boolean plus) {
    MemoryFileSystem tree = new MemoryFileSystem();
    names.forEach(name -> tree.file(1, name, new byte[0], Manner.PLAIN));
    List<String> expected = new ArrayList<>(List.of(".", ".."));
    expected.addAll(names);
    List<String> listed = new ArrayList<>();
    long offset = 0;
    ByteBuffer out = Hex.room(4096);
    do {
      packer.pack(Objects.requireNonNull(tree.list(1)), 1, offset, room, plus, out.clear());
      assertThat(out.position()).isLessThanOrEqualTo(room);
      for (Entry entry : entries(out.flip(), plus)) {
        listed.add(entry.name());
        offset = entry.offset();
      }
    } while (out.limit() > 0);
    assertThat(listed).isEqualTo(expected);
  }

  private DirectoryListing list(long inode) {
    return Objects.requireNonNull(fs.list(inode));
  }

  private static List<Entry> entries(ByteBuffer packed, boolean plus) {
    List<Entry> entries = new ArrayList<>();
    while (packed.hasRemaining()) {
      long node = plus ? packed.getLong(packed.position()) : 0;
      packed.position(packed.position() + (plus ? 128 : 0));
      long inode = packed.getLong();
      long offset = packed.getLong();
      byte[] name = new byte[packed.getInt()];
      int type = packed.getInt();
      packed.get(name);
      packed.position((packed.position() + 7) / 8 * 8);
      entries.add(new Entry(node, inode, offset, type, new String(name, StandardCharsets.UTF_8)));
    }
    return entries;
  }
}
