package io.aisml.fetcher.archive;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The members of one archive, pulled one after the other. For one thread. */
public interface MemberStream extends Closeable {
  /**
   * Goes to the next member, skipping what is unread of the current one.
   *
   * @return null at the archive's own end mark, never at a mere end of the input
   * @throws TruncatedArchiveException when the input ends before the archive does
   * @throws CorruptArchiveException when the bytes are no such archive
   */
  @Nullable MemberHeader next() throws IOException;

  /**
   * Reads bytes of the current member, at least one unless {@code dst} is full.
   *
   * @return the number of bytes, or -1 after the member's last byte
   * @throws TruncatedArchiveException when the input ends before the member does
   */
  int read(ByteBuffer dst) throws IOException;
}
