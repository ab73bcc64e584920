package io.aisml.fs.fuse.jnr;

import io.aisml.fs.ReadOnlyFileSystem;
import io.aisml.fs.fuse.FuseBinding;
import io.aisml.fs.fuse.kernel.Unmount;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A mount that libfuse serves. */
final class JnrMount implements FuseBinding {
  private static final int END_DEADLINE_S = 10;

  private final ReadOnlyFileSystem fs;
  private final PathOperations operations;
  private final CountDownLatch ended;
  private final Path directory;

  /** Empty where there is no {@code /proc}: macOS. */
  private final Optional<Unmount> unmount;

  JnrMount(ReadOnlyFileSystem fs, PathOperations operations, CountDownLatch ended, Path directory)
      throws IOException {
    this.fs = fs;
    this.operations = operations;
    this.ended = ended;
    this.directory = directory;
    this.unmount = Unmount.of(directory);
  }

  @Override
  public void awaitEnd() throws InterruptedException {
    ended.await();
  }

  @Override
  public OptionalInt descriptor() {
    return OptionalInt.empty();
  }

  @Override
  public boolean unmount() throws IOException {
    fs.shutdown();
    try {
      if (unmount.isEmpty()) {
        operations.umount();
      } else if (!unmount.get().run()) {
        return false;
      }
      return ended.await(END_DEADLINE_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while unmounting " + directory);
    }
  }

  @Override
  public void close() throws IOException {
    unmount();
  }
}
