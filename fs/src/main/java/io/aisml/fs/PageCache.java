package io.aisml.fs;

import java.nio.ByteBuffer;

/**
 * The kernel's page cache, as far as a binding can fill it before anybody reads. What is stored may
 * be dropped by the kernel at any time; a read then asks as usual.
 *
 * <p>For one thread, which answers no reader: {@link #store} may block on a page whose read is
 * still to be answered, {@link #list} while the listing is served.
 */
public interface PageCache extends AutoCloseable {
  /**
   * Stores a whole file.
   *
   * @param content direct buffers, not empty, from position to limit
   * @return false when the kernel does not know the inode
   */
  boolean store(long inode, ByteBuffer... content);

  /**
   * Has a directory listed, so that the kernel knows the inodes of its files.
   *
   * @param path below the mount point, without a leading slash
   * @return false when it can't be
   */
  boolean list(String path);

  /** Ends listings. Any thread may call it, also while {@link #list} waits. */
  @Override
  void close();
}
