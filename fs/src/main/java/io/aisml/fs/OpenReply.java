package io.aisml.fs;

/** Takes the answer to an open, once, from any thread. */
public interface OpenReply {
  /**
   * The file is open.
   *
   * @param keepCache whether pages that the kernel already holds of this inode are still right;
   *     false for generated files, whose content changes from one open to the next
   */
  void opened(boolean keepCache);

  void failed(Errno errno);
}
