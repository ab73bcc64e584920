package io.aisml.fetcher.aistore;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** A reply's body, which also reads into buffers, with as few copies as can be. */
final class ReplyBody extends FilterInputStream implements ReadableByteChannel {
  private boolean closed;

  ReplyBody(InputStream in) {
    super(in);
  }

  @Override
  public int read(ByteBuffer dst) throws IOException {
    return Landing.read(in, dst);
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    super.close();
  }
}
