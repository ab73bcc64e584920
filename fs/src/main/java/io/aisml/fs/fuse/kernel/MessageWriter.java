package io.aisml.fs.fuse.kernel;

import static io.aisml.fs.fuse.ErrnoTable.EIO;
import static io.aisml.fs.fuse.ErrnoTable.ENODEV;
import static io.aisml.fs.fuse.ErrnoTable.ENOENT;
import static io.aisml.fs.fuse.ErrnoTable.EPERM;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes messages to the kernel: {@code struct fuse_out_header} and the payload where it lies, in
 * one {@code writev}. Any thread may write; each has its own header and vectors.
 */
final class MessageWriter {
  /** {@code sizeof(struct fuse_out_header)}. */
  static final int HEADER = 16;

  private static final Logger log = LoggerFactory.getLogger(MessageWriter.class);

  /** UIO_MAXIOV: what one {@code writev} takes. */
  private static final int MAX_VECTORS = 1024;

  private static final int VECTOR = 16;

  private final Channel channel;
  private final ThreadLocal<Envelope> envelope = ThreadLocal.withInitial(Envelope::new);

  MessageWriter(Channel channel) {
    this.channel = channel;
  }

  private static final class Envelope {
    final ByteBuffer header = NativeMemory.allocate(64);
    final ByteBuffer vectors = NativeMemory.allocate(MAX_VECTORS * VECTOR);
  }

  /**
   * Answers a request.
   *
   * @param payload direct buffers, from position to limit, left as they are
   * @return whether somebody took the answer; false when the request or the mount is gone
   */
  boolean reply(long unique, ByteBuffer... payload) {
    Envelope mine = envelope.get();
    mine.header.clear().putInt(HEADER).putInt(0).putLong(unique).flip();
    int errno = send(mine, payload);
    if (errno != 0 && !isGone(errno)) {
      // Our mistake, for example more bytes than were asked for. Nobody may wait for ever for it.
      log.error("the kernel refused the answer to request {}: errno {}", unique, errno);
      fail(unique, EIO);
    }
    return errno == 0;
  }

  /**
   * Answers a request with an error.
   *
   * @param errno a positive number
   */
  void fail(long unique, int errno) {
    Envelope mine = envelope.get();
    mine.header.clear().putInt(HEADER).putInt(-errno).putLong(unique).flip();
    int refusal = send(mine);
    if (refusal != 0 && !isGone(refusal)) {
      log.error("the kernel refused errno {} for request {}: errno {}", errno, unique, refusal);
    }
  }

  /**
   * Tells the kernel something that it has not asked for.
   *
   * @param code {@code enum fuse_notify_code}
   * @param arguments put after the header; heap or direct, at most 48 bytes
   * @return 0 or an errno
   */
  int tell(int code, ByteBuffer arguments, ByteBuffer... data) {
    Envelope mine = envelope.get();
    mine.header.clear().putInt(HEADER).putInt(code).putLong(0).put(arguments).flip();
    return send(mine, data);
  }

  private int send(Envelope mine, ByteBuffer... payload) {
    ByteBuffer[] extents = payload.length < MAX_VECTORS ? payload : joined(payload);
    mine.vectors.clear();
    int length = put(mine.vectors, mine.header);
    for (ByteBuffer extent : extents) {
      if (extent.hasRemaining()) {
        length += put(mine.vectors, extent);
      }
    }
    mine.header.putInt(0, length);
    int count = mine.vectors.flip().remaining() / VECTOR;
    try {
      return channel.send(mine.vectors, count);
    } finally {
      Reference.reachabilityFence(extents);
    }
  }

  /** Puts one {@code struct iovec}. */
  private static int put(ByteBuffer vectors, ByteBuffer extent) {
    vectors.putLong(NativeMemory.address(extent)).putLong(extent.remaining());
    return extent.remaining();
  }

  private static ByteBuffer[] joined(ByteBuffer[] extents) {
    int total = Arrays.stream(extents).mapToInt(ByteBuffer::remaining).sum();
    ByteBuffer all = NativeMemory.allocate(total);
    for (ByteBuffer extent : extents) {
      all.put(extent.duplicate());
    }
    return new ByteBuffer[] {all.flip()};
  }

  /**
   * Whether a refusal is normal. ENOENT: the request was aborted meanwhile; EPERM, ENODEV: the
   * mount has ended.
   */
  private static boolean isGone(int errno) {
    return errno == ENOENT || errno == EPERM || errno == ENODEV;
  }
}
