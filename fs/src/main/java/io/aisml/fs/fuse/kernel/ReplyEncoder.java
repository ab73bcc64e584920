package io.aisml.fs.fuse.kernel;

import io.aisml.fs.Attributes;
import io.aisml.fs.Ownership;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;

/**
 * Puts the kernel's reply structures, under the names of {@code fuse.h}, at a buffer's position.
 */
final class ReplyEncoder {
  /** {@code sizeof(struct fuse_entry_out)}. */
  static final int ENTRY = 128;

  private static final int DIRECTORY_MODE = 0040000;
  private static final int FILE_MODE = 0100000;
  private static final int BLOCK = 512;

  /** What {@code stat} gives as the size of a good read. */
  private static final int BLOCK_SIZE = 128 << 10;

  private static final int PAGE = 4096;
  private static final int LONGEST_NAME = 255;

  /** Names, and attributes once the size is known, never change while the mount lives. */
  private static final long FOREVER = Duration.ofDays(1).toSeconds();

  private final Ownership ownership;

  ReplyEncoder(Ownership ownership) {
    this.ownership = ownership;
  }

  /** {@code struct fuse_entry_out} of a name that is there. */
  void entry(ByteBuffer out, Attributes found) {
    out.putLong(found.inode()).putLong(0); // generation
    out.putLong(found.nameLasts() ? FOREVER : 0).putLong(attributesValid(found));
    out.putInt(0).putInt(0); // nanoseconds of both
    attributes(out, found);
  }

  /**
   * {@code struct fuse_entry_out} with node 0. As the answer to LOOKUP: no such name, and the
   * kernel may remember that. In a listing: the kernel makes no inode of this entry.
   */
  void noEntry(ByteBuffer out) {
    out.putLong(0).putLong(0).putLong(FOREVER);
    zeros(out, ENTRY - 24);
  }

  /** {@code struct fuse_attr_out}. */
  void attributesOut(ByteBuffer out, Attributes found) {
    out.putLong(attributesValid(found)).putInt(0).putInt(0);
    attributes(out, found);
  }

  /** {@code struct fuse_kstatfs}: no blocks at all, so that nobody is told of a full disk. */
  void statfs(ByteBuffer out) {
    zeros(out, 5 * Long.BYTES);
    out.putInt(PAGE).putInt(LONGEST_NAME).putInt(PAGE);
    zeros(out, 7 * Integer.BYTES);
  }

  /** {@code struct fuse_open_out}. */
  static void open(ByteBuffer out, int flags) {
    out.putLong(0).putInt(flags).putInt(0); // fh: the inode says all
  }

  private void attributes(ByteBuffer out, Attributes of) {
    Instant time = ownership.time();
    long seconds = time.getEpochSecond();
    int nanoseconds = time.getNano();
    out.putLong(of.inode()).putLong(of.size());
    out.putLong((of.size() + BLOCK - 1) / BLOCK);
    out.putLong(seconds).putLong(seconds).putLong(seconds);
    out.putInt(nanoseconds).putInt(nanoseconds).putInt(nanoseconds);
    out.putInt((of.directory() ? DIRECTORY_MODE : FILE_MODE) | of.permissions());
    out.putInt(of.links());
    out.putInt(ownership.uid()).putInt(ownership.gid());
    out.putInt(0); // rdev
    out.putInt(BLOCK_SIZE).putInt(0); // flags
  }

  private static long attributesValid(Attributes of) {
    return of.sizeKnown() ? FOREVER : 0;
  }

  static void zeros(ByteBuffer out, int count) {
    for (int i = 0; i < count; i++) {
      out.put((byte) 0);
    }
  }
}
