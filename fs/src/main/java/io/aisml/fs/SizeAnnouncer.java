package io.aisml.fs;

import java.nio.ByteBuffer;

/**
 * Makes the kernel know a size that it was told to be unknown, so that {@code sendfile}, {@code
 * splice} and {@code mmap} see all of the file. Blocks until the kernel has taken it; never called
 * on a thread that serves requests while a read of the same inode is in flight.
 */
@FunctionalInterface
public interface SizeAnnouncer {
  /**
   * @param size bytes, more than 0
   * @param tail the bytes of the file's last page, a direct buffer; its end is the file's end
   */
  void announce(long inode, long size, ByteBuffer tail);
}
