package io.aisml.fetcher.aistore;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * What a socket receives. Bytes that are there already go where they are to land, see {@link
 * Landing}, without a copy between; a read that has to wait is left to the socket's own stream,
 * whose reads end after the socket's timeout. For one thread, but for {@link #close}.
 */
final class ChannelInput extends InputStream {
  /** Of a read that waits: what it brings is copied twice, so the next one brings the bulk. */
  private static final int FIRST_BYTES = 4 << 10;

  private final SocketChannel channel;
  private final InputStream timed;

  /** The last read brought all that was there: the next one will have to wait. */
  private boolean drained = true;

  /**
   * @param socket that has a channel, in blocking mode
   */
  ChannelInput(Socket socket) throws IOException {
    channel = socket.getChannel();
    timed = socket.getInputStream();
  }

  @Override
  public int read() throws IOException {
    return timed.read();
  }

  @Override
  public int read(byte[] array, int offset, int length) throws IOException {
    ByteBuffer place = Landing.placeOf(array);
    if (place == null) {
      return timed.read(array, offset, length);
    }
    if (!drained) {
      int count = readWhatIsThere(place, length);
      drained = count < length;
      if (count != 0) {
        return count;
      }
    }
    drained = false;
    return timed.read(array, offset, Math.min(length, FIRST_BYTES));
  }

  /** Reads without waiting: 0 when nothing is there. */
  private int readWhatIsThere(ByteBuffer place, int length) throws IOException {
    int limit = place.limit();
    place.limit(place.position() + length);
    channel.configureBlocking(false);
    try {
      return channel.read(place);
    } finally {
      place.limit(limit);
      if (channel.isOpen()) {
        channel.configureBlocking(true);
      }
    }
  }

  @Override
  public void close() throws IOException {
    timed.close();
  }
}
