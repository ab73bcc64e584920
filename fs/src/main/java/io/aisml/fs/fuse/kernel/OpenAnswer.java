package io.aisml.fs.fuse.kernel;

import io.aisml.fs.Errno;
import io.aisml.fs.OpenReply;
import io.aisml.fs.ReadOnlyFileSystem;
import java.nio.ByteBuffer;

/** The answer to OPEN. Never FOPEN_DIRECT_IO: mmap, sendfile and a second read need the pages. */
record OpenAnswer(ReadOnlyFileSystem fs, long inode, Answer answer) implements OpenReply {
  /** {@code struct fuse_open_out}; FOPEN_KEEP_CACHE is 2. Shared: nobody moves their positions. */
  private static final ByteBuffer KEEP_CACHE = openOut(2);

  /** {@code struct fuse_open_out} without flags. */
  static final ByteBuffer PLAIN = openOut(0);

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
