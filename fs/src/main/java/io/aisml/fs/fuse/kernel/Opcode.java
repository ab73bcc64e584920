package io.aisml.fs.fuse.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The requests that a read-only mount can get, with the kernel's numbers ({@code fuse.h: enum
 * fuse_opcode}). Any other is answered with ENOSYS.
 */
enum Opcode {
  LOOKUP(1),
  FORGET(2),
  GETATTR(3),
  SETATTR(4),
  READLINK(5),
  SYMLINK(6),
  MKNOD(8),
  MKDIR(9),
  UNLINK(10),
  RMDIR(11),
  RENAME(12),
  LINK(13),
  OPEN(14),
  READ(15),
  WRITE(16),
  STATFS(17),
  RELEASE(18),
  FSYNC(20),
  SETXATTR(21),
  GETXATTR(22),
  LISTXATTR(23),
  REMOVEXATTR(24),
  FLUSH(25),
  INIT(26),
  OPENDIR(27),
  READDIR(28),
  RELEASEDIR(29),
  FSYNCDIR(30),
  ACCESS(34),
  CREATE(35),
  INTERRUPT(36),
  BMAP(37),
  DESTROY(38),
  IOCTL(39),
  POLL(40),
  BATCH_FORGET(42),
  FALLOCATE(43),
  READDIRPLUS(44),
  RENAME2(45),
  LSEEK(46),
  COPY_FILE_RANGE(47),
  SYNCFS(50),
  TMPFILE(51),
  STATX(52);

  private static final @Nullable Opcode[] BY_NUMBER = byNumber();

  private final int number;

  Opcode(int number) {
    this.number = number;
  }

  /** The operation of a number, or null when it is none of ours. */
  static @Nullable Opcode of(int number) {
    return number < 0 || number >= BY_NUMBER.length ? null : BY_NUMBER[number];
  }

  int number() {
    return number;
  }

  /** Whether the kernel waits for an answer. */
  boolean isAnswered() {
    return this != FORGET && this != BATCH_FORGET && this != INTERRUPT;
  }

  private static @Nullable Opcode[] byNumber() {
    int last = Arrays.stream(values()).mapToInt(Opcode::number).max().orElseThrow();
    @Nullable Opcode[] table = new @Nullable Opcode[last + 1];
    for (Opcode opcode : values()) {
      table[opcode.number] = opcode;
    }
    return table;
  }
}
