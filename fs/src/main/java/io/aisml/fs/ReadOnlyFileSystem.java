package io.aisml.fs;

import org.jspecify.annotations.Nullable;

/**
 * A read-only file system on inode numbers, as a FUSE binding needs it. All methods may be called
 * by any thread and return at once: what has to wait is answered through a reply object, by any
 * thread, exactly once. {@link #find}, {@link #attributes} and {@link #list} answer from memory and
 * never cause a request.
 */
public interface ReadOnlyFileSystem {
  /** The root directory's inode number (FUSE_ROOT_ID of {@code fuse.h}). */
  long ROOT = 1;

  /**
   * Finds a name in a directory.
   *
   * @param name UTF-8
   * @return null when there is no such name, or {@code parent} is no directory
   */
  @Nullable Attributes find(long parent, byte[] name);

  /** An inode's attributes, or null when there is no such inode. */
  @Nullable Attributes attributes(long inode);

  /** A directory's names in their order, or null when {@code inode} is no directory. */
  @Nullable DirectoryListing list(long inode);

  /**
   * Whether opens are answered. If not, the binding tells the kernel that there are none, which
   * then reads without: {@link #open} and {@link #release} are not called. Goes from true to false
   * at most, and only for a binding that can do that.
   */
  boolean answersOpens();

  /**
   * Opens a file: answered when its content is in memory (of a very large file: when its size is
   * known), or with the reason why it can't be had. Each {@link OpenReply#opened} is to be followed
   * by one {@link #release}.
   *
   * @param pid the calling process as the kernel tells it, 0 when unknown
   */
  Pending open(long inode, int pid, OpenReply reply);

  /**
   * A file will be read some time: it is loaded when nothing more urgent is to be done. Nothing is
   * to be released.
   *
   * @return false when there is nothing to be loaded: the inode is to be opened as usual
   */
  boolean tell(long inode);

  /**
   * Reads a file.
   *
   * @param pid the calling process as the kernel tells it, 0 when unknown
   * @param offset bytes from the beginning; at or beyond the end gives no bytes
   * @param size bytes at most
   */
  Pending read(long inode, int pid, long offset, int size, ReadReply reply);

  /** Ends one open. */
  void release(long inode);

  /** What {@code df} shows and whom the files belong to. */
  Ownership ownership();

  /**
   * Tells who makes sizes known to the kernel. Called once by the binding before the first
   * operation; never called when the binding can't do it.
   */
  void announceSizesTo(SizeAnnouncer announcer);

  /**
   * Tells where files can be put before they are read. Called once by the binding before the first
   * operation; never called when the binding can't do it. {@link #shutdown} closes it.
   */
  void pushPagesTo(PageCache pages);

  /** Ends all waiting: every pending reply is answered with an error. Idempotent. */
  void shutdown();
}
