package io.aisml.fs.fuse.kernel;

import io.aisml.fs.Errno;
import io.aisml.fs.OpenReply;
import io.aisml.fs.ReadOnlyFileSystem;
import java.nio.ByteBuffer;

/**
 * The answer to OPEN. Not FOPEN_DIRECT_IO, because mmap, sendfile and a second read need the pages;
 * but for an open that does not wait, of a file of unknown size.
 */
record OpenAnswer(ReadOnlyFileSystem fs, long inode, Answer answer) implements OpenReply {
  /** {@code struct fuse_open_out}; FOPEN_KEEP_CACHE is 2. Shared: nobody moves their positions. */
  static final ByteBuffer KEEP_CACHE = openOut(2);

  /** {@code struct fuse_open_out} without flags. */
  static final ByteBuffer PLAIN = openOut(0);

  /** FOPEN_DIRECT_IO is 1. */
  static final ByteBuffer DIRECT = openOut(1);

  @Override
  public void opened(boolean keepCache) {
    if (!answer.give(keepCache ? KEEP_CACHE : PLAIN)) {
      fs.release(inode); // nobody waited any more: no RELEASE will come
    }
  }

  @Override
  public void failed(Errno errno) {
    answer.fail(errno);
  }

  private static ByteBuffer openOut(int flags) {
    ByteBuffer out = NativeMemory.allocate(16);
    ReplyEncoder.open(out, flags);
    return out.flip();
  }
}
