package io.aisml.cli.socket;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;

/** Closes a connection on which nothing has moved for a while: reading and writing then fail. */
final class Silence implements AutoCloseable {
  private final Timer timer = new Timer("aisml-silence", true);
  private final Closeable connection;
  private final Duration longest;
  private volatile long moved = System.nanoTime();
  private volatile boolean over;

  Silence(Closeable connection, Duration longest) {
    this.connection = connection;
    this.longest = longest;
    TimerTask look =
        new TimerTask() {
          @Override
          public void run() {
            look();
          }
        };
    timer.schedule(look, longest.toMillis() / 4, longest.toMillis() / 4);
  }

  private void look() {
    if (System.nanoTime() - moved < longest.toNanos()) {
      return;
    }
    over = true;
    try {
      connection.close();
    } catch (IOException e) {
      return; // whoever uses it hears of it
    }
  }

  /** Something has moved. */
  void broken() {
    moved = System.nanoTime();
  }

  /** Whether the connection was closed for it. */
  boolean isOver() {
    return over;
  }

  @Override
  public void close() {
    timer.cancel();
  }
}
