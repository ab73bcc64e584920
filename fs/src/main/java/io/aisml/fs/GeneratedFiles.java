package io.aisml.fs;

import io.aisml.fetcher.plan.GeneratedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plan's generated files. Their bytes are made on threads of their own: that takes a while and
 * may read the disk, for which no FUSE thread has time.
 */
final class GeneratedFiles implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GeneratedFiles.class);
  private static final int THREADS = 2;
  private static final int IDLE_SECONDS = 10;

  private final List<GeneratedFile> files;
  private final Duration timeout;
  private final ExecutorService threads;

  private volatile boolean closed;

  /** What a thread has made last; whoever it answers has copied it when the answer returns. */
  private final ThreadLocal<ByteBuffer> buffers =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(1 << 20));

  /**
   * @param timeout after which a read fails
   */
  GeneratedFiles(List<GeneratedFile> files, Duration timeout) {
    this.files = List.copyOf(files);
    this.timeout = timeout;
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "aisml-generated-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    this.threads = pool;
  }

  long size(int file) {
    return files.get(file).size();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // answer() hears of every end
  Pending read(int file, long offset, int size, ReadReply reply) {
    CompletableFuture<ByteBuffer> made = new CompletableFuture<>();
    made.orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS)
        .whenComplete((bytes, failure) -> answer(bytes, failure, reply));
    try {
      threads.execute(() -> make(files.get(file), offset, size, made));
    } catch (RejectedExecutionException e) {
      made.completeExceptionally(e);
    }
    return () -> made.completeExceptionally(new CancellationException());
  }

  private void make(GeneratedFile file, long offset, int size, CompletableFuture<ByteBuffer> made) {
    if (closed) {
      made.completeExceptionally(new CancellationException());
    }
    if (made.isDone()) {
      return;
    }
    ByteBuffer own = buffers.get();
    ByteBuffer buffer = size <= own.capacity() ? own : ByteBuffer.allocateDirect(size);
    try {
      file.read(offset, buffer.clear().limit(size));
      made.complete(buffer.flip());
    } catch (IOException | RuntimeException e) {
      log.warn("a manifest can't be shown: {}", e.getMessage(), e);
      made.completeExceptionally(e);
    }
  }

  private static void answer(
      @Nullable ByteBuffer bytes, @Nullable Throwable failure, ReadReply reply) {
    if (bytes != null) {
      reply.data(bytes);
    } else if (failure instanceof TimeoutException) {
      reply.failed(Errno.ETIMEDOUT);
    } else {
      reply.failed(failure instanceof CancellationException ? Errno.EINTR : Errno.EIO);
    }
  }

  /** Ends what is being read; later reads fail. */
  @Override
  public void close() {
    closed = true;
    threads.shutdownNow().forEach(Runnable::run);
  }
}
