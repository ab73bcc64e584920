package io.aisml.fs.fuse.kernel;

import io.aisml.fs.ReadOnlyFileSystem;
import io.aisml.fs.fuse.FuseBinding;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.OptionalInt;

/** A mount that is being served. */
final class KernelMount implements FuseBinding {
  /** The serving threads notice an unmount at once; this only bounds a broken kernel. */
  private static final Duration END_DEADLINE = Duration.ofSeconds(10);

  private final ReadOnlyFileSystem fs;
  private final Channel channel;
  private final Session session;
  private final Unmount unmount;

  KernelMount(ReadOnlyFileSystem fs, Channel channel, Session session, Unmount unmount) {
    this.fs = fs;
    this.channel = channel;
    this.session = session;
    this.unmount = unmount;
  }

  @Override
  public void awaitEnd() throws InterruptedException {
    session.awaitEnd();
  }

  @Override
  public OptionalInt descriptor() {
    return OptionalInt.of(channel.descriptor());
  }

  @Override
  public boolean unmount() throws IOException {
    fs.shutdown();
    try {
      boolean gone = unmount.run();
      return gone && session.awaitEnd(END_DEADLINE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while unmounting " + unmount.directory());
    }
  }

  @Override
  public void close() throws IOException {
    unmount();
  }
}
