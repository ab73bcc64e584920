package io.aisml.fs.fuse.kernel;

import io.aisml.fs.ReadOnlyFileSystem;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that take requests off the channel, from INIT's answer until the mount is gone. */
final class Session {
  private static final Logger log = LoggerFactory.getLogger(Session.class);

  /** Any request: names and BATCH_FORGET are the longest. FUSE_MIN_READ_BUFFER is 8 KiB. */
  static final int REQUEST_BUFFER = 64 << 10;

  /** The largest answer that is not file content: a listing into a buffer of 1 MiB. */
  private static final int REPLY_BUFFER = 1 << 20;

  private final ReadOnlyFileSystem fs;
  private final Channel channel;
  private final Dispatcher dispatcher;
  private final RequestJournal journal;
  private final AtomicInteger serving; // threads that have not ended
  private final CountDownLatch ended = new CountDownLatch(1);

  private Session(
      ReadOnlyFileSystem fs,
      Channel channel,
      Dispatcher dispatcher,
      RequestJournal journal,
      int threads) {
    this.fs = fs;
    this.channel = channel;
    this.dispatcher = dispatcher;
    this.journal = journal;
    this.serving = new AtomicInteger(threads);
  }

  /** Starts to serve. The session owns the channel from here on. */
  static Session start(
      ReadOnlyFileSystem fs, Channel channel, Dispatcher dispatcher, RequestJournal journal) {
    int threads = threads();
    Session session = new Session(fs, channel, dispatcher, journal, threads);
    for (int i = 0; i < threads; i++) {
      int number = i;
      Thread thread = new Thread(() -> session.serve(number), "aisml-fuse-" + (i + 1));
      thread.setDaemon(true); // blocked in read(2), where no shutdown reaches it
      thread.start();
    }
    return session;
  }

  /**
   * How many threads serve one mount. None of them ever waits for data, so there need be no more
   * than can run; two at least, so that an INTERRUPT gets past a request that is being read.
   */
  private static int threads() {
    int processors = Runtime.getRuntime().availableProcessors();
    return Math.min(Math.max(processors, 2), RequestJournal.THREADS);
  }

  void awaitEnd() throws InterruptedException {
    ended.await();
  }

  boolean awaitEnd(Duration atMost) throws InterruptedException {
    return ended.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Answers requests that an earlier process has read. Before {@link #start}. */
  static void replay(List<Request> requests, Dispatcher dispatcher) {
    ByteBuffer out = NativeMemory.allocate(REPLY_BUFFER);
    for (Request request : requests) {
      Opcode opcode = request.opcode();
      if (opcode == null || opcode.isAnswered()) {
        dispatcher.dispatch(request, out);
      }
    }
  }

  private void serve(int thread) {
    try {
      ByteBuffer in = journal.receiveBuffer(thread);
      ByteBuffer out = NativeMemory.allocate(REPLY_BUFFER);
      for (int length = channel.receive(in);
          length != Channel.ENDED;
          length = channel.receive(in)) {
        take(in, length, out);
      }
    } finally {
      if (serving.decrementAndGet() == 0) {
        end();
      }
    }
  }

  private void take(ByteBuffer in, int length, ByteBuffer out) {
    try {
      dispatcher.dispatch(Request.of(in, length), out);
    } catch (MalformedRequestException e) {
      log.error("unreadable, not answered: {}", e.getMessage());
    }
  }

  private void end() {
    try {
      fs.shutdown();
    } finally {
      channel.close();
      ended.countDown();
    }
  }
}
