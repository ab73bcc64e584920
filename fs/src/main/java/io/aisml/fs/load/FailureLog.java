package io.aisml.fs.load;

import io.aisml.fetcher.source.FailureKind;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest failures, each also one line of the log. Missing objects are the application's
 * business and logged at debug level only. The monitor guards the list.
 */
public final class FailureLog {
  private static final Logger log = LoggerFactory.getLogger(FailureLog.class);
  private static final int KEPT = 1000;

  /**
   * @param path the file's path in the mount
   */
  public record FailedFile(Instant time, String path, FailureKind kind, String message) {}

  private final Deque<FailedFile> newest = new ArrayDeque<>();
  private final IntFunction<String> path;

  /**
   * @param path finds a file's path in the mount
   */
  public FailureLog(IntFunction<String> path) {
    this.path = path;
  }

  void add(int file, FailureKind kind, String message) {
    FailedFile failed = new FailedFile(Instant.now(), path.apply(file), kind, message);
    if (kind == FailureKind.NOT_FOUND) {
      log.debug("{}: {}", failed.path(), message);
    } else {
      log.warn("{}: {}", failed.path(), message);
    }
    synchronized (this) {
      if (newest.size() == KEPT) {
        newest.removeFirst();
      }
      newest.addLast(failed);
    }
  }

  /** The newest failures, oldest of them first. */
  public synchronized List<FailedFile> newest() {
    return List.copyOf(newest);
  }
}
