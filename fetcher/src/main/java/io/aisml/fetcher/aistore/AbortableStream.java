package io.aisml.fetcher.aistore;

import io.aisml.fetcher.source.EntryReply;
import io.aisml.fetcher.source.EntryStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A stream that any thread may close while another one reads. Closing cuts the exchange, which ends
 * a blocked read; whoever comes last of closer and reader then gives back what the stream holds.
 */
abstract class AbortableStream implements EntryStream {
  final Lifeline lifeline;

  /** Held by the thread that is in a call, so that nothing is given back under its feet. */
  private final ReentrantLock reading = new ReentrantLock();

  private final Runnable onClose;

  /**
   * @param lifeline of this stream alone
   * @param onClose called at each close
   */
  AbortableStream(Lifeline lifeline, Runnable onClose) {
    this.lifeline = lifeline;
    this.onClose = onClose;
  }

  abstract @Nullable EntryReply advance() throws IOException;

  abstract int fill(ByteBuffer dst) throws IOException;

  /** Gives back connections and permits; may be called again. */
  abstract void release();

  @Override
  public final @Nullable EntryReply next() throws IOException {
    reading.lock();
    try {
      lifeline.check(null);
      return advance();
    } finally {
      leave();
    }
  }

  @Override
  public final int read(ByteBuffer dst) throws IOException {
    reading.lock();
    try {
      lifeline.check(null);
      return dst.hasRemaining() ? fill(dst) : 0;
    } finally {
      leave();
    }
  }

  @Override
  public final void close() {
    lifeline.close();
    releaseUnlessRead();
    onClose.run();
  }

  private void leave() {
    reading.unlock();
    if (lifeline.isClosed()) {
      releaseUnlessRead();
    }
  }

  private void releaseUnlessRead() {
    if (reading.tryLock()) {
      try {
        release();
      } finally {
        reading.unlock();
      }
    }
  }
}
