package io.aisml.fs.fuse.jnr;

import io.aisml.fs.Errno;
import io.aisml.fs.ReadReply;
import io.aisml.fs.fuse.ErrnoTable;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** Waits for the answer to a read on the thread that asked, as libfuse 2 wants it. */
final class ReadResult implements ReadReply {
  private final ByteBuffer target;
  private final CompletableFuture<Integer> result = new CompletableFuture<>();

  /**
   * @param target libfuse's buffer; the one who answers fills it
   */
  ReadResult(ByteBuffer target) {
    this.target = target;
  }

  @Override
  public void data(ByteBuffer... extents) {
    int start = target.position();
    for (ByteBuffer extent : extents) {
      target.put(extent.duplicate());
    }
    result.complete(target.position() - start);
  }

  @Override
  public void failed(Errno errno) {
    result.complete(-ErrnoTable.number(errno));
  }

  /** A negative errno, or the number of bytes. The file system answers within its deadline. */
  int await() {
    return result.join();
  }
}
