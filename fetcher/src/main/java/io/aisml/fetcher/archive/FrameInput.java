package io.aisml.fetcher.archive;

import java.io.IOException;
import java.io.InputStream;

/**
 * A decompressing stream of one or more frames (gzip members, LZ4 frames) that gives what it has
 * instead of filling the caller's buffer, and ends only where the input ends between two frames.
 */
abstract class FrameInput extends InputStream {
  private final byte[] single = new byte[1];

  /**
   * Reads on to the end mark of the frame that the last byte came from, verifying it; does nothing
   * when that has happened. What follows the frame is not waited for.
   */
  abstract void finishFrame() throws IOException;

  @Override
  public abstract int read(byte[] target, int offset, int length) throws IOException;

  @Override
  public final int read() throws IOException {
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }
}
