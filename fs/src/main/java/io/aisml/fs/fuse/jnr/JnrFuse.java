package io.aisml.fs.fuse.jnr;

import io.aisml.fs.ReadOnlyFileSystem;
import io.aisml.fs.fuse.FuseBinding;
import io.aisml.fs.fuse.MountException;
import io.aisml.fs.fuse.MountOptions;
import io.aisml.fs.fuse.kernel.MountPoint;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Mounts through libfuse 2.9. */
public final class JnrFuse {
  private static final int READY_DEADLINE_S = 10;
  private static final int DAY_S = 86_400;

  /** Only libfuse refuses directories that are not empty, unlike every other mount. */
  private static final boolean IS_LINUX = System.getProperty("os.name", "").equals("Linux");

  private JnrFuse() {}

  /**
   * Mounts and serves until the mount ends. Returns when the mount can be used.
   *
   * @throws MountException when it can't be made; the message says what to do
   */
  public static FuseBinding mount(ReadOnlyFileSystem fs, MountOptions options) throws IOException {
    if (!Charset.defaultCharset().equals(StandardCharsets.UTF_8)) {
      throw new MountException(
          "jnr-fuse decodes names in the default charset, which is "
              + Charset.defaultCharset()
              + ": start java with -Dfile.encoding=UTF-8");
    }
    MountPoint point = MountPoint.check(options.directory());
    CompletableFuture<Void> ready = new CompletableFuture<>();
    PathOperations operations = operations(fs, ready);
    CountDownLatch ended = new CountDownLatch(1);
    Thread loop =
        new Thread(
            () -> {
              try {
                operations.mount(point.directory(), true, false, arguments(options));
              } catch (RuntimeException e) {
                ready.completeExceptionally(e);
              } finally {
                operations.ended();
                fs.shutdown();
                ready.completeExceptionally(new IllegalStateException("it ended at once"));
                ended.countDown();
              }
            },
            "libfuse");
    loop.setDaemon(true);
    loop.start();
    awaitReady(ready, point);
    return new JnrMount(fs, operations, ended, point.directory());
  }

  private static PathOperations operations(ReadOnlyFileSystem fs, CompletableFuture<Void> ready)
      throws MountException {
    try {
      return new PathOperations(fs, () -> ready.complete(null));
    } catch (UnsatisfiedLinkError e) {
      throw new MountException(
          "libfuse 2.9 is not installed: install libfuse2 (on Debian 13, Ubuntu 24.04 and newer"
              + " libfuse2t64), on macOS macFUSE; or mount with --fuse=kernel",
          e);
    }
  }

  private static void awaitReady(CompletableFuture<Void> ready, MountPoint point)
      throws IOException {
    try {
      ready.get(READY_DEADLINE_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MountException("interrupted while mounting " + point, e);
    } catch (ExecutionException e) {
      throw new MountException(
          point + ": libfuse could not mount; what it says is on standard error", e);
    } catch (TimeoutException e) {
      throw new MountException(point + ": libfuse has not mounted within 10 s", e);
    }
  }

  private static String[] arguments(MountOptions options) {
    String list =
        String.join(
            ",",
            "ro,nosuid,nodev,default_permissions,use_ino,nopath,subtype=aisml",
            "fsname=" + options.source().replace("\\", "\\\\").replace(",", "\\,"),
            // One for all files, and those that tell the mount's state have another size each time.
            "attr_timeout=0",
            "entry_timeout=" + DAY_S,
            "negative_timeout=" + DAY_S,
            "max_readahead=" + options.readAheadBytes(),
            "max_background=64,congestion_threshold=48");
    return new String[] {
      "-o", list + (options.allowOther() ? ",allow_other" : "") + (IS_LINUX ? ",nonempty" : "")
    };
  }
}
