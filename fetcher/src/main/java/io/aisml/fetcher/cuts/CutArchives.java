package io.aisml.fetcher.cuts;

import io.aisml.fetcher.archive.ArchiveFormat;
import io.aisml.fetcher.archive.ArchiveWriter;
import io.aisml.fetcher.download.ArchiveDownload;
import io.aisml.fetcher.download.DownloadListener;
import io.aisml.fetcher.download.DownloadResult;
import io.aisml.fetcher.download.OutputFile;
import io.aisml.fetcher.download.WantedMember;
import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.source.Interruption;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * Writes archives, several at a time, each streamed to its file. They get their names in their
 * order: one that fails leaves those before it, and nothing of itself or of those behind. Memory
 * holds the members' names of as many archives as are under way, not their bytes. For one thread.
 */
public final class CutArchives implements Closeable {
  /** How long downloads may take to notice that they are not wanted any more. */
  private static final long LAST_CALL_SECONDS = 30;

  private final BatchSource source;
  private final Optional<Clips> clips;
  private final boolean continueOnError;
  private final int atATime;
  private final Finished finished;
  private final ExecutorService workers;
  private final Deque<Pending> pending = new ArrayDeque<>();

  /** Told of an archive once it has its name, in order, by the caller's thread. */
  @FunctionalInterface
  public interface Finished {
    void archive(Path path, DownloadResult result) throws IOException;
  }

  /**
   * @param clips makes the members; without it they are whole objects
   * @param continueOnError as {@link ArchiveDownload}
   * @param atATime archives under way at once, 1 or more; each takes up to 3 of the source's
   *     requests
   */
  public CutArchives(
      BatchSource source,
      Optional<Clips> clips,
      boolean continueOnError,
      int atATime,
      Finished finished) {
    this.source = source;
    this.clips = clips;
    this.continueOnError = continueOnError;
    this.atATime = atATime;
    this.finished = finished;
    workers =
        Executors.newFixedThreadPool(
            atATime,
            work -> {
              Thread thread = new Thread(work, "aisml-archive");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Begins an archive of these files; blocks while as many as allowed are under way.
   *
   * @param more members that follow
   * @param through what the archive's bytes go through on their way to the file
   * @throws IOException why an archive can't be written, this one or one before
   */
  public void write(
      Path path,
      ArchiveFormat format,
      List<CutFile> files,
      List<WantedMember> more,
      UnaryOperator<OutputStream> through,
      DownloadListener listener)
      throws IOException {
    while (pending.size() >= atATime) {
      finishFirst();
    }
    Future<Written> written =
        workers.submit(() -> download(OutputFile.at(path), format, files, more, through, listener));
    pending.add(new Pending(path, written));
  }

  /** Waits for all archives. */
  public void finish() throws IOException {
    while (!pending.isEmpty()) {
      finishFirst();
    }
  }

  /** Drops the archives that are under way. */
  @Override
  public void close() throws IOException {
    workers.shutdownNow();
    boolean interrupted = Thread.interrupted();
    try {
      workers.awaitTermination(LAST_CALL_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    for (Pending left : pending) {
      if (left.written.isDone() && !left.written.isCancelled()) {
        drop(left.written);
      }
    }
    pending.clear();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Written download(
      OutputFile file,
      ArchiveFormat format,
      List<CutFile> files,
      List<WantedMember> more,
      UnaryOperator<OutputStream> through,
      DownloadListener listener)
      throws IOException {
    try (ArchiveDownload download =
        new ArchiveDownload(
            source,
            ArchiveWriter.to(format, through.apply(file.stream())),
            continueOnError,
            listener)) {
      add(download, files, clips);
      for (WantedMember member : more) {
        download.add(member);
      }
      return new Written(file, download.finish());
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Adds files, or clips of them, to a download. */
  public static void add(ArchiveDownload download, List<CutFile> files, Optional<Clips> clips)
      throws IOException {
    if (clips.isPresent()) {
      for (WantedMember member : clips.get().of(files)) {
        download.add(member);
      }
    } else {
      for (CutFile file : files) {
        download.add(new WantedMember(file.entry(), file.name()));
      }
    }
  }

  private void finishFirst() throws IOException {
    Pending first = pending.element();
    Written written = get(first.written);
    pending.remove();
    try (OutputFile file = written.file) {
      file.commit();
    }
    finished.archive(first.path, written.result);
  }

  private static Written get(Future<Written> written) throws IOException {
    try {
      return written.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Interruption.of(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static void drop(Future<Written> done) throws IOException {
    try {
      get(done).file.close();
    } catch (IOException | IllegalStateException e) {
      return; // it failed, and has left nothing
    }
  }

  private record Pending(Path path, Future<Written> written) {}

  private record Written(OutputFile file, DownloadResult result) {}
}
