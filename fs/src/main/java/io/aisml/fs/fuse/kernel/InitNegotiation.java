package io.aisml.fs.fuse.kernel;

import static io.aisml.fs.fuse.ErrnoTable.EPROTO;

import java.nio.ByteBuffer;

/**
 * The answer to INIT: which version and which of the kernel's offers the mount uses. {@code fuse.h:
 * struct fuse_init_in, struct fuse_init_out}.
 */
final class InitNegotiation {
  /** Several READs of one file at a time. */
  static final int ASYNC_READ = 1;

  /** Listings bring attributes, so that {@code ls -l} and a loader's scan cost no LOOKUP a file. */
  static final int DO_READDIRPLUS = 1 << 13;

  /** Look-ups and listings of one directory at a time. */
  static final int PARALLEL_DIROPS = 1 << 18;

  /** READs of more than 128 KiB. */
  static final int MAX_PAGES = 1 << 22;

  /**
   * A size that becomes known is no reason to drop the pages held so far: content never changes.
   */
  static final int EXPLICIT_INVAL_DATA = 1 << 25;

  private static final int WANTED =
      ASYNC_READ | DO_READDIRPLUS | PARALLEL_DIROPS | MAX_PAGES | EXPLICIT_INVAL_DATA;

  private static final int MAJOR = 7;

  /** The first whose answer has 64 bytes (Linux 3.15). */
  private static final int OLDEST_MINOR = 23;

  /** The newest whose messages the binding was written for. */
  private static final int NEWEST_MINOR = 40;

  /** The kernel's default, 12, throttles read-ahead of parallel readers. */
  private static final int MAX_BACKGROUND = 64;

  private static final int CONGESTION_THRESHOLD = 48;

  /** The least that the kernel takes. Nothing is ever written. */
  private static final int MAX_WRITE = 4096;

  /** Pages of 4 KiB: READs of up to 1 MiB, the kernel's default limit. */
  private static final int PAGES = 256;

  private InitNegotiation() {}

  /**
   * Puts {@code struct fuse_init_out}.
   *
   * @param readAheadBytes the kernel's read-ahead for one file; it may take less
   * @return 0, or the errno to answer when the kernel is too old
   */
  static int answer(Request init, int readAheadBytes, ByteBuffer out)
      throws MalformedRequestException {
    int major = init.intAt(0);
    int minor = init.intAt(4);
    if (major != MAJOR || minor < OLDEST_MINOR) {
      return EPROTO;
    }
    int offered = init.intAt(12);
    out.putInt(MAJOR).putInt(Math.min(minor, NEWEST_MINOR));
    out.putInt(readAheadBytes);
    out.putInt(offered & WANTED);
    out.putShort((short) MAX_BACKGROUND).putShort((short) CONGESTION_THRESHOLD);
    out.putInt(MAX_WRITE);
    out.putInt(1); // time_gran: nanoseconds
    out.putShort((short) PAGES).putShort((short) 0); // map_alignment
    out.putInt(0); // flags2
    for (int unused = 0; unused < 7; unused++) {
      out.putInt(0);
    }
    return 0;
  }
}
