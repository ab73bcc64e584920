package io.aisml.fetcher.download;

import io.aisml.fetcher.archive.ArchiveWriter;
import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.source.EntryReply;
import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.source.Interruption;
import io.aisml.fetcher.source.SourceException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Downloads members into an archive: each {@linkplain #add added} member in its turn, whole, or the
 * download fails. What a broken reply or a stopped server leaves out is asked for again by the
 * {@link BatchSource}; here it is verified that each entry came, once, in its position and with as
 * many bytes as announced.
 *
 * <pre>{@code
 * try (OutputFile file = OutputFile.at(path);
 *     ArchiveDownload download =
 *         new ArchiveDownload(source, ArchiveWriter.to(format, file.stream()), false, NONE)) {
 *   for (...) {
 *     download.add(WantedMember.of(entry, omitBucket));
 *   }
 *   DownloadResult result = download.finish();
 *   download.close();
 *   file.commit();
 * }
 * }</pre>
 *
 * <p>Any number of members takes the same memory: they are asked for by requests of a bounded
 * number of entries, and the next request is under way while the end of the one before is awaited.
 * {@code add} blocks while it writes, now and then.
 *
 * <p>For one thread, whose interruption ends any call with an {@link InterruptedIOException};
 * several downloads may share a source. A source must allow 3 requests in flight for each.
 */
public final class ArchiveDownload implements Closeable {
  /** Missing members that {@link DownloadResult#firstMissing} tells. */
  public static final int MAX_LISTED = 1000;

  /** The next request is sent when so many replies of the current one are left, or an eighth. */
  private static final int MAX_AHEAD = 512;

  private final BatchSource source;
  private final ArchiveWriter archive;
  private final boolean continueOnError;
  private final DownloadListener listener;
  private final RequestSizes sizes = new RequestSizes();

  private List<WantedMember> gathered = new ArrayList<>();
  private @Nullable Request current;
  private @Nullable Request ahead;

  // What has been written.
  private long members;
  private long bytes;
  private long missing;
  private final List<MissingMember> firstMissing = new ArrayList<>();

  /**
   * @param archive closed with the download
   * @param continueOnError whether an empty placeholder stands for a member that can't be had;
   *     otherwise it fails the download
   */
  public ArchiveDownload(
      BatchSource source,
      ArchiveWriter archive,
      boolean continueOnError,
      DownloadListener listener) {
    this.source = source;
    this.archive = archive;
    this.continueOnError = continueOnError;
    this.listener = listener;
  }

  /**
   * Adds a member behind those added before; it is written now or later.
   *
   * @throws SourceException when a member can't be had, this one or one before
   * @throws IOException when the archive can't be written, or from the listener
   */
  public void add(WantedMember member) throws IOException {
    gathered.add(member);
    if (gathered.size() >= sizes.next()) {
      dispatch();
    }
  }

  /**
   * Writes what is not written yet, and the archive's end.
   *
   * @throws IOException as {@link #add}; the archive is then worth nothing
   */
  public DownloadResult finish() throws IOException {
    if (!gathered.isEmpty()) {
      dispatch();
    }
    if (current != null) {
      write(current, 0);
    }
    archive.finish();
    return new DownloadResult(members, bytes, missing, List.copyOf(firstMissing));
  }

  /** Drops what is under way, and closes the archive. */
  @Override
  public void close() throws IOException {
    try (archive) {
      drop(current);
      drop(ahead);
    }
  }

  /** Sends the gathered members' request in time, and makes it the current one. */
  private void dispatch() throws IOException {
    Request next = new Request(gathered);
    gathered = new ArrayList<>();
    Request before = current;
    if (before != null) {
      write(before, Math.min(MAX_AHEAD, before.wanted.size() / 8));
    }
    ahead = next;
    next.send();
    if (before != null) {
      write(before, 0);
    }
    current = next;
    ahead = null;
  }

  /** Writes a request's members until so many are left; at 0 it is done with. */
  private void write(Request request, int left) throws IOException {
    request.awaitFirst();
    while (request.replies.remaining() > left) {
      EntryReply reply = request.replies.next();
      if (reply == null) {
        throw new SourceException(FailureKind.FAILED, "the store ended its reply too early");
      }
      WantedMember wanted = request.wanted.get(reply.index());
      if (reply instanceof EntryReply.Data data) {
        write(request.replies, wanted, data.size());
      } else if (reply instanceof EntryReply.Failure failure) {
        writePlaceholder(wanted, failure);
      }
      members++;
    }
    if (left == 0) {
      EntryReply unused = request.replies.next();
      request.replies.close();
    }
    sizes.came(members, bytes);
  }

  private void write(OrderedReplies replies, WantedMember wanted, long size) throws IOException {
    long whole = wanted.head().remaining() + size + wanted.tail().remaining();
    archive.begin(wanted.name(), whole);
    listener.begins(wanted.name(), whole);
    write(wanted.head());
    try {
      archive.write(dst -> read(replies, dst), size);
    } catch (EOFException e) {
      throw new SourceException(
          FailureKind.FAILED, wanted.entry() + " came with fewer than its " + size + " bytes", e);
    }
    write(wanted.tail());
    listener.ended();
    bytes += whole;
  }

  private void write(ByteBuffer own) throws IOException {
    if (own.hasRemaining()) {
      byte[] copy = new byte[own.remaining()];
      own.duplicate().get(copy);
      archive.write(copy, 0, copy.length);
      listener.wrote(ByteBuffer.wrap(copy));
    }
  }

  private int read(OrderedReplies replies, ByteBuffer dst) throws IOException {
    int from = dst.position();
    int count = replies.read(dst);
    if (count > 0) {
      listener.wrote(dst.duplicate().flip().position(from));
    }
    return count;
  }

  private void writePlaceholder(WantedMember wanted, EntryReply.Failure failure)
      throws IOException {
    if (!continueOnError) {
      throw new SourceException(failure.kind(), failure.message());
    }
    MissingMember member = MissingMember.of(members, wanted, failure);
    archive.begin(member.placeholder(), 0);
    listener.missing(member);
    missing++;
    if (firstMissing.size() < MAX_LISTED) {
      firstMissing.add(member);
    }
  }

  private static void drop(@Nullable Request request) {
    if (request != null) {
      request.replies.close();
    }
  }

  /** One request, sent by a thread of its own so that its first reply is awaited beside others. */
  private final class Request {
    final List<WantedMember> wanted;
    final OrderedReplies replies;
    private final FutureTask<@Nullable Void> sending;

    Request(List<WantedMember> wanted) {
      this.wanted = wanted;
      replies = new OrderedReplies(source, wanted.stream().map(WantedMember::entry).toList());
      sending =
          new FutureTask<>(
              () -> {
                replies.open();
                return null;
              });
    }

    void send() {
      Thread thread = new Thread(sending, "aisml-request");
      thread.setDaemon(true);
      thread.start();
    }

    /** Waits until the replies belong to this thread. */
    void awaitFirst() throws IOException {
      try {
        sending.get();
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
  }
}
