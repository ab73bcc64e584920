package io.aisml.fs;

import java.nio.ByteBuffer;

/** Takes the answer to a read, once, from any thread. */
public interface ReadReply {
  /**
   * The bytes, in order, as one or more direct buffers, from position to limit. None, or buffers
   * without remaining bytes: end of file. They are valid only until this method returns.
   */
  void data(ByteBuffer... extents);

  void failed(Errno errno);
}
