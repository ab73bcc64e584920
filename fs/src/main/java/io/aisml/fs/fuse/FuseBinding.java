package io.aisml.fs.fuse;

import java.io.Closeable;
import java.io.IOException;
import java.util.OptionalInt;

/**
 * One mount of a {@link io.aisml.fs.ReadOnlyFileSystem}. Opened by a factory method of each
 * implementation, which returns when the kernel has been answered, so that the mount can be used.
 */
public interface FuseBinding extends Closeable {
  /** Waits until the mount has ended, whoever ended it. */
  void awaitEnd() throws InterruptedException;

  /**
   * The descriptor of {@code /dev/fuse} that keeps the mount alive for as long as some process has
   * it open; {@link io.aisml.fs.fuse.kernel.KernelFuse#takeOver} serves it anew. Empty when the
   * binding can't hand it over.
   */
  OptionalInt descriptor();

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
