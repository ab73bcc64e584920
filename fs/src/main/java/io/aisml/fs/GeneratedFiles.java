package io.aisml.fs;

import io.aisml.fetcher.plan.GeneratedFile;
import io.aisml.fs.tree.Sizes;
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
  private final Sizes sizes;
  private final SizeTelling telling;
  private final Duration timeout;
  private final ExecutorService threads;

  /** Those that learn sizes: they may wait for the store. */
  private final ExecutorService learners;

  private volatile boolean closed;

  /** What a thread has made last; whoever it answers has copied it when the answer returns. */
  private final ThreadLocal<ByteBuffer> buffers =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(1 << 20));

  /**
   * @param timeout after which an open or a read fails
   */
  GeneratedFiles(List<GeneratedFile> files, Sizes sizes, SizeTelling telling, Duration timeout) {
    this.files = List.copyOf(files);
    this.sizes = sizes;
    this.telling = telling;
    this.timeout = timeout;
    this.threads = pool("aisml-generated-");
    this.learners = pool("aisml-learning-");
  }

  private static ExecutorService pool(String name) {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, name + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** Bytes, or -1 as long as an open has to learn it. */
  long size(int file) {
    long known = files.get(file).size();
    return known >= 0 ? known : sizes.get(sizes.generated(file));
  }

  /** Whether all sizes are known. */
  boolean areKnown() {
    return files.stream().allMatch(file -> file.size() >= 0);
  }

  /** Learns all sizes. */
  void learnAll() throws IOException {
    for (int file = 0; file < files.size(); file++) {
      learn(file);
    }
  }

  private void learn(int file) throws IOException {
    files.get(file).learn();
    if (!sizes.learn(sizes.generated(file), files.get(file).size())) {
      throw new IOException("a recording has changed behind the mount, mount again");
    }
  }

  /** Opens a file: answered once its size is known, and the kernel knows it. */
  @SuppressWarnings("FutureReturnValueIgnored") // the reply hears of every end
  Pending open(int file, OpenReply reply) {
    if (files.get(file).size() >= 0 && !sizes.wasToldUnknown(sizes.generated(file))) {
      reply.opened(true);
      return Pending.ANSWERED;
    }
    CompletableFuture<Boolean> ready = new CompletableFuture<>();
    ready
        .orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS)
        .whenComplete(
            (unused, failure) -> {
              if (failure == null) {
                reply.opened(true);
              } else {
                reply.failed(errno(failure));
              }
            });
    try {
      learners.execute(() -> prepare(file, ready));
    } catch (RejectedExecutionException e) {
      ready.completeExceptionally(e);
    }
    return () -> ready.completeExceptionally(new CancellationException());
  }

  private void prepare(int file, CompletableFuture<Boolean> ready) {
    if (closed) {
      ready.completeExceptionally(new CancellationException());
    }
    if (ready.isDone()) {
      return;
    }
    try {
      learn(file);
      telling.tellGenerated(file, bytes -> tail(files.get(file), bytes));
      ready.complete(true);
    } catch (IOException | RuntimeException e) {
      log.warn("a manifest can't be shown: {}", e.getMessage(), e);
      ready.completeExceptionally(e);
    }
  }

  private static ByteBuffer tail(GeneratedFile file, int bytes) throws IOException {
    ByteBuffer tail = ByteBuffer.allocateDirect(bytes);
    file.read(file.size() - bytes, tail);
    return tail.flip();
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
    } else {
      reply.failed(errno(failure));
    }
  }

  private static Errno errno(@Nullable Throwable failure) {
    if (failure instanceof TimeoutException) {
      return Errno.ETIMEDOUT;
    }
    return failure instanceof CancellationException ? Errno.EINTR : Errno.EIO;
  }

  /** Ends what is being read; later reads fail. */
  @Override
  public void close() {
    closed = true;
    learners.shutdownNow().forEach(Runnable::run);
    threads.shutdownNow().forEach(Runnable::run);
  }
}
