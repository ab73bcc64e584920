package io.aisml.fs.fuse.kernel;

import io.aisml.fs.DirectoryListing;
import java.nio.ByteBuffer;

/**
 * Packs a directory's entries into the answer to READDIR ({@code struct fuse_dirent}) or
 * READDIRPLUS ({@code struct fuse_direntplus}), as many as fit. An entry's offset is its place in
 * the listing, so that a directory can be left and taken up again anywhere, by any number of
 * readers.
 */
final class DirectoryPacker {
  /**
   * Listing a larger directory makes no inodes: each would cost the kernel about 1 KiB, whether or
   * not its file is ever opened.
   */
  static final int LARGEST_WITH_INODES = 32_768;

  private static final byte[] SELF = {'.'};
  private static final byte[] PARENT = {'.', '.'};
  private static final int DOTS = 2;

  private static final int DIRENT = 24;
  private static final int DT_DIR = 4;
  private static final int DT_REG = 8;

  private final ReplyEncoder encoder;

  DirectoryPacker(ReplyEncoder encoder) {
    this.encoder = encoder;
  }

  /**
   * Puts the entries from an offset on.
   *
   * @param self the directory's inode
   * @param offset 0, or the offset of an entry given before: the entry after it is the first
   * @param room bytes at most, of those that remain in the buffer
   * @param plus whether READDIRPLUS asks
   */
  void pack(
      DirectoryListing listing, long self, long offset, int room, boolean plus, ByteBuffer out) {
    int end = out.position() + Math.min(room, out.remaining());
    boolean inodes = plus && listing.size() <= LARGEST_WITH_INODES;
    long last = (long) listing.size() + DOTS;
    for (long place = Math.max(offset, 0); place < last; place++) {
      int i = (int) (place - DOTS);
      byte[] name = place == 0 ? SELF : place == 1 ? PARENT : listing.name(i);
      if (out.position() + size(name, plus) > end) {
        return;
      }
      if (plus && inodes && place >= DOTS) {
        encoder.entry(out, listing.attributes(i));
      } else if (plus) {
        encoder.noEntry(out); // "." and ".." must have none: fs/fuse/readdir.c
      }
      long inode = place == 0 ? self : place == 1 ? listing.parent() : listing.inode(i);
      boolean directory = place < DOTS || listing.isDirectory(i);
      out.putLong(inode).putLong(place + 1);
      out.putInt(name.length).putInt(directory ? DT_DIR : DT_REG);
      out.put(name);
      ReplyEncoder.zeros(out, aligned(name.length) - name.length);
    }
  }

  private static int size(byte[] name, boolean plus) {
    return (plus ? ReplyEncoder.ENTRY : 0) + DIRENT + aligned(name.length);
  }

  private static int aligned(int bytes) {
    return (bytes + 7) & ~7;
  }
}
