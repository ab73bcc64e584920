package io.aisml.fs.fuse.kernel;

import static io.aisml.fs.fuse.ErrnoTable.EAGAIN;
import static io.aisml.fs.fuse.ErrnoTable.EINTR;
import static io.aisml.fs.fuse.ErrnoTable.ENODEV;
import static io.aisml.fs.fuse.ErrnoTable.ENOENT;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.StampedLock;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to the kernel: a descriptor of {@code /dev/fuse}. {@code read} takes one whole
 * request, {@code writev} gives one whole message; both may be called by any number of threads.
 */
final class Channel implements AutoCloseable {
  /** Given by {@link #receive} when the mount is gone. */
  static final int ENDED = -1;

  private static final Logger log = LoggerFactory.getLogger(Channel.class);
  private static final short POLLIN = 1;

  private final LibC libc = LibC.INSTANCE;
  private final int descriptor;

  /**
   * Held shared while a message is written and exclusively to close: a late reply must not be
   * written to whatever file has got the descriptor's number since.
   */
  private final StampedLock use = new StampedLock();

  private boolean closed; // guarded by use

  Channel(int descriptor) {
    this.descriptor = descriptor;
  }

  int descriptor() {
    return descriptor;
  }

  /** Whether there is a request to read within the time. */
  boolean awaitRequest(int milliseconds) {
    Pointer pollfd = Memory.allocateDirect(Runtime.getSystemRuntime(), 8, true);
    pollfd.putInt(0, descriptor);
    pollfd.putShort(4, POLLIN);
    return libc.poll(pollfd, 1, milliseconds) == 1 && (pollfd.getShort(6) & POLLIN) != 0;
  }

  /**
   * Waits for one request.
   *
   * @param into a direct buffer, filled from its position, which is left alone
   * @return bytes, or {@link #ENDED}
   */
  int receive(ByteBuffer into) {
    while (true) {
      long count = libc.read(descriptor, NativeMemory.address(into), into.remaining());
      int errno = count < 0 ? LibC.errno() : 0;
      switch (errno) {
        case 0 -> {
          return (int) count;
        }
        // ENOENT: the request was interrupted between being woken and being copied.
        // EINTR: a signal for this thread. EAGAIN: another thread took the request.
        case ENOENT, EINTR, EAGAIN -> {}
        case ENODEV -> {
          return ENDED;
        }
        default -> {
          log.error("reading /dev/fuse failed, the mount ends: {}", libc.strerror(errno));
          return ENDED;
        }
      }
    }
  }

  /**
   * Sends one message.
   *
   * @param vectors {@code struct iovec}s in a direct buffer
   * @return 0 or an errno: ENOENT when nobody waits for the answer any more
   */
  int send(ByteBuffer vectors, int count) {
    long stamp = use.readLock();
    try {
      if (closed) {
        return ENODEV;
      }
      return libc.writev(descriptor, NativeMemory.address(vectors), count) < 0 ? LibC.errno() : 0;
    } finally {
      use.unlockRead(stamp);
    }
  }

  @Override
  public void close() {
    long stamp = use.writeLock();
    try {
      if (!closed) {
        closed = true;
        libc.close(descriptor);
      }
    } finally {
      use.unlockWrite(stamp);
    }
  }
}
