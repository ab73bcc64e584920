package io.aisml.fs.fuse;

import java.io.Closeable;
import java.io.IOException;

/**
 * One mount of a {@link io.aisml.fs.ReadOnlyFileSystem}. Opened by a factory method of each
 * implementation, which returns when the kernel has been answered, so that the mount can be used.
 */
public interface FuseBinding extends Closeable {
  /** Waits until the mount has ended, whoever ended it. */
  void awaitEnd() throws InterruptedException;

  /**
   * Unmounts. Readers that wait are answered with an error first.
   *
   * @return false when the mount was busy and has only been detached: it ends with its last user
   */
  boolean unmount() throws IOException;

  /** Unmounts, lazily when busy. */
  @Override
  void close() throws IOException;
}
