package io.aisml.fs.fuse.kernel;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists directories of the mount in a child process. The daemon must not do so itself: a thread
 * that waits for our own reply can't be killed and would keep the process, and with it the mount,
 * alive. The child is a shell that expands {@code *}, which reads the directory and asks for
 * nothing else.
 */
final class Lister implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Lister.class);

  private static final List<String> SHELL =
      List.of("/bin/sh", "-c", "while IFS= read -r d; do set -- \"$d\"/*; echo; done");

  private static final int END_SECONDS = 2;

  private final Path mountPoint;
  private @Nullable Process child; // guarded by this
  private boolean closed; // guarded by this

  Lister(Path mountPoint) {
    this.mountPoint = mountPoint;
  }

  /**
   * Lists one directory and waits until that is done, or until {@link #close}. For one thread.
   *
   * @param path below the mount point
   * @return false when it can't be listed, now or ever
   */
  boolean list(String path) {
    if (path.indexOf('\n') >= 0) {
      return false;
    }
    try {
      Process shell = shell();
      if (shell == null) {
        return false;
      }
      OutputStream directories = shell.getOutputStream();
      directories.write((mountPoint.resolve(path) + "\n").getBytes(StandardCharsets.UTF_8));
      directories.flush();
      return shell.getInputStream().read() >= 0;
    } catch (IOException e) {
      log.debug("{} can't be listed ahead: {}", path, e.toString());
      close();
      return false;
    }
  }

  private synchronized @Nullable Process shell() throws IOException {
    if (closed) {
      return null;
    }
    if (child == null) {
      child =
          new ProcessBuilder(SHELL)
              .directory(Path.of("/").toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    }
    return child;
  }

  /** Ends the child, which would keep the mount busy. */
  @Override
  public void close() {
    Process ended;
    synchronized (this) {
      closed = true;
      ended = child;
    }
    if (ended == null) {
      return;
    }
    ended.destroyForcibly();
    try {
      if (!ended.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        log.debug("the process that lists ahead does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
