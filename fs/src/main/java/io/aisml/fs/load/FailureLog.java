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

  /** Files failed for one reason: one line of the log, however many they are. */
  void add(List<Integer> files, FailureKind kind, String message) {
    String first = path.apply(files.get(0));
    String rest = files.size() == 1 ? "" : " and " + (files.size() - 1) + " more";
    if (kind == FailureKind.NOT_FOUND) {
      log.debug("{}{}: {}", first, rest, message);
    } else {
      log.warn("{}{}: {}", first, rest, message);
    }
    for (int file : files) {
      keep(new FailedFile(Instant.now(), path.apply(file), kind, message));
    }
  }

  private synchronized void keep(FailedFile failed) {
    if (newest.size() == KEPT) {
      newest.removeFirst();
    }
    newest.addLast(failed);
  }

  /** The newest failures, oldest of them first. */
  public synchronized List<FailedFile> newest() {
    return List.copyOf(newest);
  }
}
