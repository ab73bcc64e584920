package io.aisml.fs.fuse.jnr;

import io.aisml.fs.Errno;
import io.aisml.fs.OpenReply;
import io.aisml.fs.fuse.ErrnoTable;
import java.util.concurrent.CompletableFuture;

/** Waits for the answer to an open on the thread that asked, as libfuse 2 wants it. */
final class OpenResult implements OpenReply {
  static final int KEEP_CACHE = 1;

  private final CompletableFuture<Integer> result = new CompletableFuture<>();

  @Override
  public void opened(boolean keepCache) {
    result.complete(keepCache ? KEEP_CACHE : 0);
  }

  @Override
  public void failed(Errno errno) {
    result.complete(-ErrnoTable.number(errno));
  }

  /**
   * A negative errno, or 0, or {@link #KEEP_CACHE}. The file system answers within its deadline.
   */
  int await() {
    return result.join();
  }
}
