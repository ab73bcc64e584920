package io.aisml.fetcher.source;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The reply to one request: every requested entry exactly once, as data or as a failure. Mostly in
 * request order; entries that needed a second look (a {@code __404__} that had to be confirmed, an
 * object that had to come by GET) may follow later, so match by {@link EntryReply#index}.
 *
 * <p>One thread reads; it must read promptly, because AIStore cuts a client that stops reading for
 * about 30 s (AIStore {@code xact/xs/moss.go: streamingWriteTimeout}). {@link #close} may be called
 * from any thread and makes a blocked call throw.
 */
public interface EntryStream extends Closeable {
  /**
   * Goes to the next reply, skipping what is unread of the current one.
   *
   * @return null after the last entry; the server may still be holding the connection, so this does
   *     not wait for the end of the response
   * @throws SourceException when the rest cannot be had: no entry that was not given will come
   */
  @Nullable EntryReply next() throws IOException;

  /**
   * Reads bytes of the current {@link EntryReply.Data} into {@code dst}, as many as fit and are at
   * hand, at least one unless {@code dst} is full.
   *
   * @return the number of bytes, or -1 after the entry's last byte
   * @throws SourceException when the rest of this entry and of the stream cannot be had
   */
  int read(ByteBuffer dst) throws IOException;

  /** Fills {@code dst} with bytes of the current entry; room is left only when it has no more. */
  default void readFully(ByteBuffer dst) throws IOException {
    while (dst.hasRemaining() && read(dst) >= 0) {
      // as many bytes as are at hand come at a time
    }
  }

  /** Ends the request. Quick: a response that is still running is dropped or drained elsewhere. */
  @Override
  void close();
}
