package io.aisml.fs.fuse.kernel;

import static io.aisml.fs.fuse.ErrnoTable.EINVAL;
import static io.aisml.fs.fuse.ErrnoTable.ENOENT;

import io.aisml.fs.SizeAnnouncer;
import io.aisml.fs.fuse.MountException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts pages into the kernel's page cache before anybody reads them. */
final class Notifier implements SizeAnnouncer {
  private static final Logger log = LoggerFactory.getLogger(Notifier.class);

  /** {@code fuse.h: FUSE_NOTIFY_STORE}. */
  private static final int STORE = 4;

  /** {@code fuse.h: FUSE_NOTIFY_RESEND}, since Linux 6.9. */
  private static final int RESEND = 7;

  private static final ByteBuffer NOTHING = NativeMemory.allocate(0);

  /** {@code sizeof(struct fuse_notify_store_out)}. */
  private static final int STORE_OUT = 24;

  private final MessageWriter writer;

  Notifier(MessageWriter writer) {
    this.writer = writer;
  }

  /**
   * Stores a file's last page: its end is beyond the size that the kernel knows, and so becomes the
   * size ({@code fs/fuse/dev.c: fuse_notify_store}).
   */
  @Override
  public void announce(long inode, long size, ByteBuffer tail) {
    int errno = store(inode, size - tail.remaining(), tail);
    // ENOENT: the kernel has no such inode (any more), and will ask for its attributes.
    if (errno != 0 && errno != ENOENT) {
      log.warn("the kernel did not take the size of inode {}: errno {}", inode, errno);
    }
  }

  /**
   * Has the kernel send again each request that was read and not answered.
   *
   * @return false when the kernel does not know how, before Linux 6.9
   * @throws MountException when the mount has ended
   */
  boolean resend() throws MountException {
    int errno = writer.tell(RESEND, NOTHING.duplicate(), NOTHING);
    if (errno != 0 && errno != EINVAL) {
      throw new MountException("the mount has ended: errno " + errno);
    }
    return errno == 0;
  }

  /**
   * Stores bytes of a file. Blocks while one of the pages waits for the answer to a READ.
   *
   * @param data direct buffers, from position to limit
   * @return 0 or an errno; ENOENT when the kernel does not know the inode
   */
  int store(long inode, long offset, ByteBuffer... data) {
    int length = 0;
    for (ByteBuffer extent : data) {
      length += extent.remaining();
    }
    ByteBuffer arguments = ByteBuffer.allocate(STORE_OUT).order(ByteOrder.nativeOrder());
    arguments.putLong(inode).putLong(offset).putInt(length).putInt(0).flip();
    int errno = writer.tell(STORE, arguments, data);
    WireLog.store(inode, offset, length, errno);
    return errno;
  }
}
