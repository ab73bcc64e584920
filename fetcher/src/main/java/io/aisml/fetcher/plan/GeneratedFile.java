package io.aisml.fetcher.plan;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A file of the tree whose bytes are made when somebody reads them. Its content is the same for as
 * long as the plan lives; of one whose size is not known it is not to be read. All methods may be
 * called by any thread.
 */
public interface GeneratedFile {
  /** The size of a file that has to be learned. */
  long UNKNOWN_SIZE = -1;

  /** Bytes, or {@link #UNKNOWN_SIZE} before {@link #learn} has returned; at hand. */
  long size();

  /**
   * Makes the size known, once and for all. May read the disk and ask the store.
   *
   * @throws IOException when it can't be known now; may be tried again
   */
  default void learn() throws IOException {}

  /**
   * Copies what {@link #read} gives of a file that is all in memory.
   *
   * @param offset bytes from the beginning; at or beyond the end nothing is copied
   */
  static void copy(byte[] content, long offset, ByteBuffer dst) {
    if (offset < content.length) {
      dst.put(content, (int) offset, (int) Math.min(dst.remaining(), content.length - offset));
    }
  }

  /**
   * Reads until {@code dst} is full or the file ends. May read the disk.
   *
   * @param offset bytes, 0 or more; at or beyond the end gives no bytes
   * @throws IOException when what the file is made of can't be read any more, or is no longer what
   *     it was; the message names it
   */
  void read(long offset, ByteBuffer dst) throws IOException;
}
