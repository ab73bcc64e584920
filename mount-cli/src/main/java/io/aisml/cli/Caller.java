package io.aisml.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Whoever started a mount in the background and waits for one word on this process's standard
 * output: {@code ready}, or {@code exit} and the exit code. After that nothing of the caller is
 * held: closing descriptors 1 and 2 in Java puts {@code /dev/null} there. A process in the
 * foreground has no such caller; then nothing here does anything.
 */
final class Caller {
  /** How soon a caller that was killed is missed. */
  private static final long HEARTBEAT_NANOS = 250_000_000;

  private final OutputStream answer;

  /** Guards {@code waiting} and what is written. */
  private final Lock lock = new ReentrantLock();

  private final Condition answered = lock.newCondition();
  private boolean waiting;

  private Caller(OutputStream answer, boolean waiting) {
    this.answer = answer;
    this.waiting = waiting;
  }

  /**
   * @param detached whether somebody waits for an answer
   */
  static Caller ofProcess(boolean detached) {
    return new Caller(new FileOutputStream(FileDescriptor.out), detached);
  }

  /** Whether somebody waits, and this process is to leave its terminal once it is ready. */
  boolean isWaiting() {
    lock.lock();
    try {
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  /** Calls {@code gone}, once, when the caller stops waiting without an answer. */
  void watch(Runnable gone) {
    Thread thread = new Thread(() -> beat(gone), "caller-watch");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Says that the mount answers, and lets go of the caller.
   *
   * @throws IOException when nobody waits for it any more
   */
  void ready() throws IOException {
    if (say("ready\n")) {
      answer.close();
      System.err.close();
    }
  }

  /** Says that the process ends; without effect after {@link #ready}. */
  void exited(int exitCode) {
    try {
      say("exit " + exitCode + "\n");
    } catch (IOException e) {
      return; // the caller is gone: there is nobody to tell
    }
  }

  /** Writes the one word, if somebody waits for it. */
  private boolean say(String word) throws IOException {
    lock.lock();
    try {
      boolean wanted = waiting;
      if (wanted) {
        waiting = false;
        answered.signalAll();
        answer.write(word.getBytes(StandardCharsets.US_ASCII));
      }
      return wanted;
    } finally {
      lock.unlock();
    }
  }

  /** A blank now and then, which fails when the other end of the pipe is closed. */
  private void beat(Runnable gone) {
    lock.lock();
    try {
      while (waiting) {
        answer.write(' ');
        long unused = answered.awaitNanos(HEARTBEAT_NANOS);
      }
    } catch (IOException | InterruptedException e) {
      gone.run();
    } finally {
      lock.unlock();
    }
  }
}
