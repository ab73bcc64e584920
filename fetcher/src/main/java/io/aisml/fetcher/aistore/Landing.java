package io.aisml.fetcher.aistore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where the bytes of a reply are to land. HttpClient's streams know arrays only, and an array
 * between the socket and the cache is a copy of every byte. So a thread says where it wants the
 * bytes, and reads with an array that stands for that place: a stream that holds bytes back fills
 * the array, all others pass it on to the socket's, {@link ChannelInput}, which recognises it and
 * reads from the socket straight into the place.
 */
final class Landing {
  /** What one read brings at most: enough that the calls cost little beside the copying. */
  private static final int BYTES = 256 << 10;

  private static final ThreadLocal<Landing> OF_THREAD = ThreadLocal.withInitial(Landing::new);

  private final byte[] standIn = new byte[BYTES];
  private @Nullable ByteBuffer place;

  private Landing() {}

  /**
   * Reads from a reply's body into a buffer of any kind, what is at hand and at least one byte.
   *
   * @return -1 at the end
   */
  static int read(InputStream body, ByteBuffer dst) throws IOException {
    Landing landing = OF_THREAD.get();
    int before = dst.position();
    landing.place = dst;
    int count;
    try {
      count = body.read(landing.standIn, 0, Math.min(dst.remaining(), BYTES));
    } finally {
      landing.place = null;
    }
    if (dst.position() == before) {
      dst.put(landing.standIn, 0, Math.max(count, 0));
    }
    return count;
  }

  /** The place that an array stands for in this thread; null when it is only an array. */
  static @Nullable ByteBuffer placeOf(byte[] array) {
    Landing landing = OF_THREAD.get();
    return array == landing.standIn ? landing.place : null;
  }
}
