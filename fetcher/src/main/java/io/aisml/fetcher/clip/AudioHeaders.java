package io.aisml.fetcher.clip;

import io.aisml.fetcher.audio.AudioHeader;
import io.aisml.fetcher.audio.AudioHeader.Incomplete;
import io.aisml.fetcher.audio.AudioHeader.Unclippable;
import io.aisml.fetcher.audio.PcmLayout;
import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.source.EntryReply;
import io.aisml.fetcher.source.EntryStream;
import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.source.SourceException;
import io.aisml.fetcher.spec.ByteRange;
import io.aisml.fetcher.spec.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The headers of audio files in a store: one get-batch asks for the first bytes of many. Keeps the
 * newest ones, since the cuts of one recording stand together. May be used by several threads.
 */
public final class AudioHeaders {
  private static final int KEPT = 10_000;

  /**
   * A file with more chunks than fit in so many pieces before its samples is none to be clipped.
   */
  private static final int MAX_PIECES = 64;

  private final BatchSource source;
  private final int maxPieces;

  /** Whether a file that can't be read is told as one that can't be clipped. */
  private final boolean lenient;

  /** Guarded by itself. */
  private final Map<Entry, AudioHeader> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        // From JDK 21 on a LinkedHashMap inherits a class Entry of its own, so ours needs its full
        // name.
        @Override
        protected boolean removeEldestEntry(
            Map.Entry<io.aisml.fetcher.spec.Entry, AudioHeader> eldest) {
          return size() > KEPT;
        }
      };

  private AudioHeaders(BatchSource source, int maxPieces, boolean lenient) {
    this.source = source;
    this.maxPieces = maxPieces;
    this.lenient = lenient;
  }

  /** Those that look as far into a file as it takes, and fail where one can't be read. */
  public static AudioHeaders thorough(BatchSource source) {
    return new AudioHeaders(source, MAX_PIECES, false);
  }

  /** Those that look at the first bytes alone: whatever they don't tell can't be clipped. */
  public static AudioHeaders quick(BatchSource source) {
    return new AudioHeaders(source, 0, true);
  }

  /**
   * Reads the headers of files.
   *
   * @param files whole entries
   * @return without those files that can't be had: whoever asks for them will hear why
   */
  public Map<Entry, AudioHeader> of(Collection<Entry> files) throws IOException {
    Map<Entry, AudioHeader> found = new LinkedHashMap<>();
    synchronized (known) {
      for (Entry file : files) {
        AudioHeader header = known.get(file);
        if (header != null) {
          found.put(file, header);
        }
      }
    }
    List<Entry> wanted =
        files.stream().distinct().filter(file -> !found.containsKey(file)).toList();
    if (!wanted.isEmpty()) {
      byte[][] heads = heads(wanted);
      for (int i = 0; i < heads.length; i++) {
        AudioHeader header = header(wanted.get(i), heads[i]);
        if (header != null) {
          found.put(wanted.get(i), header);
        }
      }
      synchronized (known) {
        known.putAll(found);
      }
    }
    return found;
  }

  /** The size of a file, bytes. */
  public long size(Entry file) throws IOException {
    return peek(file, 0).fileSize;
  }

  /** The first bytes of each file; null where there are not that many, or none can be had. */
  private byte[] @Nullable [] heads(List<Entry> files) throws IOException {
    ByteRange first = new ByteRange(0, AudioHeader.PROBE_BYTES);
    byte[] @Nullable [] heads = new byte[files.size()][];
    try (EntryStream replies =
        source.batch(
            files.stream()
                .map(file -> new Entry(file.object(), file.archpath(), first))
                .toList())) {
      for (EntryReply reply = replies.next(); reply != null; reply = replies.next()) {
        if (reply instanceof EntryReply.Data data) {
          heads[data.index()] = read(replies, data.size());
        }
      }
    }
    return heads;
  }

  private @Nullable AudioHeader header(Entry file, byte @Nullable [] head) throws IOException {
    try {
      AudioHeader header = AudioHeader.of(head == null ? peek(file, 0).bytes : head);
      for (int pieces = 0; header instanceof Incomplete more; pieces++) {
        if (pieces == maxPieces) {
          return new Unclippable("a file with too many chunks before its samples");
        }
        header = more.resume(peek(file, more.offset()).bytes);
      }
      boolean doubtful = header instanceof PcmLayout layout && layout.needsFileSize();
      return doubtful && header instanceof PcmLayout layout ? layout.in(size(file)) : header;
    } catch (SourceException e) {
      if (e.kind() == FailureKind.NOT_FOUND) {
        return null;
      }
      if (lenient) {
        return new Unclippable("unreadable: " + e.getMessage());
      }
      throw e;
    }
  }

  /** Some of a file: {@link AudioHeader#PROBE_BYTES}, or fewer at its end. */
  private static final class Piece {
    final byte[] bytes;
    final long fileSize;

    Piece(byte[] bytes, long fileSize) {
      this.bytes = bytes;
      this.fileSize = fileSize;
    }
  }

  /** Looks into a file of unknown size, and drops the rest of the reply. */
  private Piece peek(Entry file, long offset) throws IOException {
    Entry rest =
        offset == 0
            ? file
            : new Entry(file.object(), file.archpath(), new ByteRange(offset, ByteRange.TO_END));
    try (EntryStream stream = source.entry(rest)) {
      EntryReply reply = stream.next();
      if (reply instanceof EntryReply.Data data) {
        return new Piece(read(stream, data.size()), offset + data.size());
      }
      if (reply instanceof EntryReply.Failure failure) {
        if (offset > 0 && failure.kind() == FailureKind.FAILED) {
          return new Piece(new byte[0], offset); // its chunks claim to reach beyond its end
        }
        throw new SourceException(failure.kind(), failure.message());
      }
      throw new SourceException(FailureKind.FAILED, file + ": the store gave no reply");
    }
  }

  private static byte[] read(EntryStream stream, long size) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(size, AudioHeader.PROBE_BYTES));
    stream.readFully(bytes);
    return Arrays.copyOf(bytes.array(), bytes.position());
  }
}
