package io.aisml.fs.fuse.kernel;

import io.aisml.fs.Errno;
import io.aisml.fs.ReadReply;
import java.nio.ByteBuffer;

/** The answer to READ: the bytes go to the kernel from where they lie. */
record ReadAnswer(Answer answer) implements ReadReply {
  @Override
  public void data(ByteBuffer... extents) {
    answer.give(extents);
  }

  @Override
  public void failed(Errno errno) {
    answer.fail(errno);
  }
}
