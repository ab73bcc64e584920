package io.aisml.fs;

import io.aisml.fs.cache.Member;
import io.aisml.fs.load.Chunks;
import io.aisml.fs.load.Loads;
import io.aisml.fs.tree.Sizes;
import org.jspecify.annotations.Nullable;

/** One open of a file of the plan: answered when its content is there, so that errors show here. */
final class OpenRequest extends Parked {
  /** Larger files are open as soon as a first piece is there; their reads wait for the rest. */
  private static final long WAIT_FOR_ALL = 8 << 20;

  private static final long FIRST_PIECE = 1 << 20;

  private final Loads loads;
  private final Sizes sizes;
  private final SizeTelling telling;
  private final int pid;
  private final int file;
  private final OpenReply reply;

  OpenRequest(
      Waits waits,
      FsOptions options,
      Loads loads,
      SizeTelling telling,
      int pid,
      int file,
      OpenReply reply) {
    super(waits, options.openTimeout().toNanos());
    this.loads = loads;
    this.sizes = telling.sizes();
    this.telling = telling;
    this.pid = pid;
    this.file = file;
    this.reply = reply;
  }

  @Override
  @Nullable Member want() {
    if (!loads.isSplit(file)) {
      return loads.want(pid, file);
    }
    Chunks chunks = loads.chunks();
    int chunk = telling.isDue(file) ? chunks.chunkOf(sizes.get(file) - 1) : 0;
    return loads.wantChunk(file, chunk, false);
  }

  @Override
  public long needs(long size) {
    return size <= WAIT_FOR_ALL || telling.isDue(file) ? size : FIRST_PIECE;
  }

  @Override
  boolean tryAnswer(Member member) {
    if (!telling.tell(file, member)) {
      return false;
    }
    if (win()) {
      member.open();
      reply.opened(true);
    }
    return true;
  }

  @Override
  void answer(Errno errno) {
    reply.failed(errno);
  }
}
