package io.aisml.fetcher.clip;

import io.aisml.fetcher.audio.Clip;
import io.aisml.fetcher.plan.PlanSource;
import io.aisml.fetcher.source.EntryStream;
import io.aisml.fetcher.spec.ByteRange;
import io.aisml.fetcher.spec.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What to ask the store for, so that some files can be made of it: a range for a clip, or all of an
 * object of which one clip is more than half; other clips of that object are then made of it too.
 * Not thread-safe; of one request.
 */
final class ClipRequest {
  /**
   * Objects are held in memory while clips are made of them; from here on ranges cost less than
   * bytes that nobody wants.
   */
  private static final long LARGEST_SHARED = 8 << 20;

  /** By position in the request: what the file is made of. */
  private final List<Piece> pieces = new ArrayList<>();

  /** The objects that come whole, for clips to be made of them. */
  private final Set<Entry> shared = new HashSet<>();

  /**
   * A file of the request.
   *
   * @param entry what it is a part of; or all of it is the file
   * @param data which bytes of the entry; empty for none, {@link ByteRange#WHOLE} for all
   * @param before what stands before them
   * @param after what stands behind them
   */
  record Piece(Entry entry, Optional<ByteRange> data, ByteBuffer before, ByteBuffer after) {
    static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    boolean isWhole() {
      return data.filter(ByteRange.WHOLE::equals).isPresent();
    }
  }

  /** Opens a stream of entries. */
  @FunctionalInterface
  interface Opener {
    EntryStream open(List<Entry> entries) throws IOException;
  }

  /** Adds a file that is all of an entry. */
  void addWhole(Entry entry) {
    pieces.add(new Piece(entry, Optional.of(ByteRange.WHOLE), Piece.NOTHING, Piece.NOTHING));
  }

  /**
   * Adds a clip.
   *
   * @param objectBytes how long the entry is
   */
  void add(Entry entry, Clip clip, long objectBytes) {
    addRange(entry, clip);
    if (2 * clip.length() > objectBytes && objectBytes <= LARGEST_SHARED) {
      shared.add(entry);
    }
  }

  /** Adds a clip whose range is asked for, however much of its object it is. */
  void addRange(Entry entry, Clip clip) {
    pieces.add(
        new Piece(
            entry, clip.range(), ByteBuffer.wrap(clip.header()), ByteBuffer.wrap(clip.trailer())));
  }

  /**
   * Adds some bytes of a clip.
   *
   * @param range in the clip as a file
   */
  void addPart(Entry entry, Clip clip, ByteRange range) {
    ByteBuffer header = ByteBuffer.wrap(clip.header());
    ByteBuffer trailer = ByteBuffer.wrap(clip.trailer());
    long end = range.start() + range.length();
    long from = clamp(range.start() - header.limit(), clip.length());
    long to = clamp(end - header.limit(), clip.length());
    Optional<ByteRange> data =
        from < to ? Optional.of(new ByteRange(clip.start() + from, to - from)) : Optional.empty();
    long behind = header.limit() + clip.length();
    pieces.add(
        new Piece(
            entry,
            data,
            slice(header, range.start(), end),
            slice(trailer, range.start() - behind, end - behind)));
  }

  private static ByteBuffer slice(ByteBuffer bytes, long from, long to) {
    int first = (int) clamp(from, bytes.limit());
    return bytes.slice(first, (int) clamp(to, bytes.limit()) - first);
  }

  private static long clamp(long value, long max) {
    return Math.max(0, Math.min(value, max));
  }

  /**
   * An entry that the store is asked for.
   *
   * @param positions of the files that are made of it
   * @param shared whether it is all of an object, of which clips are made
   */
  record Asked(Entry entry, List<Integer> positions, boolean shared) {}

  /** Sends the request. */
  EntryStream open(Opener opener) throws IOException {
    List<Asked> asked = new ArrayList<>();
    List<Integer> unasked = new ArrayList<>();
    Map<Entry, Asked> askedWhole = new HashMap<>();
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      if (piece.data().isEmpty()) {
        unasked.add(i);
      } else if (!piece.isWhole() && shared.contains(piece.entry())) {
        Asked whole = askedWhole.get(piece.entry());
        if (whole == null) {
          whole = new Asked(piece.entry(), new ArrayList<>(), true);
          askedWhole.put(piece.entry(), whole);
          asked.add(whole);
        }
        whole.positions().add(i);
      } else {
        Entry entry =
            piece.isWhole() ? piece.entry() : PlanSource.within(piece.entry(), piece.data().get());
        asked.add(new Asked(entry, List.of(i), false));
      }
    }
    EntryStream wire =
        asked.isEmpty() ? null : opener.open(asked.stream().map(Asked::entry).toList());
    return new ClipStream(wire, asked, pieces, unasked);
  }
}
