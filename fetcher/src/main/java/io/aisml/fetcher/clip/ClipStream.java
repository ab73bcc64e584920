package io.aisml.fetcher.clip;

import io.aisml.fetcher.clip.ClipRequest.Asked;
import io.aisml.fetcher.clip.ClipRequest.Piece;
import io.aisml.fetcher.source.EntryReply;
import io.aisml.fetcher.source.EntryReply.Data;
import io.aisml.fetcher.source.EntryReply.Failure;
import io.aisml.fetcher.source.EntryStream;
import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.spec.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes files of the entries that a store sends. One thread reads. */
final class ClipStream implements EntryStream {
  private static final String HINT =
      ": is it shorter than its header says? --view=whole shows it as it is";

  /** What the store sends; null when nothing had to be asked for. */
  private final @Nullable EntryStream wire;

  /** By entry of the wire. */
  private final List<Asked> asked;

  private final List<Piece> pieces;

  /** Replies that need nothing more from the wire. */
  private final Deque<Made> made = new ArrayDeque<>();

  /** The current file: what is left before, of the bytes in memory or on the wire, and behind. */
  private ByteBuffer before = Piece.NOTHING;

  private ByteBuffer middle = Piece.NOTHING;
  private long left;
  private ByteBuffer after = Piece.NOTHING;

  private record Made(EntryReply reply, ByteBuffer before, ByteBuffer middle, ByteBuffer after) {}

  /**
   * @param unasked the positions of files that no entry is needed for
   */
  ClipStream(
      @Nullable EntryStream wire, List<Asked> asked, List<Piece> pieces, List<Integer> unasked) {
    this.wire = wire;
    this.asked = asked;
    this.pieces = pieces;
    for (int position : unasked) {
      Piece piece = pieces.get(position);
      make(position, piece.before().duplicate(), Piece.NOTHING, piece.after().duplicate());
    }
  }

  private void make(int position, ByteBuffer first, ByteBuffer data, ByteBuffer last) {
    long size = (long) first.remaining() + data.remaining() + last.remaining();
    made.add(new Made(new Data(position, size), first, data, last));
  }

  private void fail(int position, FailureKind kind, String message) {
    Failure failure = new Failure(position, kind, message);
    made.add(new Made(failure, Piece.NOTHING, Piece.NOTHING, Piece.NOTHING));
  }

  @Override
  public @Nullable EntryReply next() throws IOException {
    before = Piece.NOTHING;
    middle = Piece.NOTHING;
    left = 0;
    after = Piece.NOTHING;
    while (made.isEmpty()) {
      EntryReply reply = wire == null ? null : wire.next();
      if (reply == null) {
        return null;
      }
      EntryReply passed = take(reply);
      if (passed != null) {
        return passed;
      }
    }
    Made first = made.remove();
    before = first.before();
    middle = first.middle();
    after = first.after();
    return first.reply();
  }

  /** Makes files of an entry; gives the reply of one that is read straight from the wire. */
  private @Nullable EntryReply take(EntryReply reply) throws IOException {
    Asked of = asked.get(reply.index());
    if (reply instanceof Failure failure) {
      boolean mayBeShorter = failure.kind() == FailureKind.FAILED && !of.entry().range().isWhole();
      String message = failure.message() + (mayBeShorter ? HINT : "");
      of.positions().forEach(file -> fail(file, failure.kind(), message));
      return null;
    }
    long size = ((Data) reply).size();
    if (of.shared()) {
      share(of, size);
      return null;
    }
    int file = of.positions().get(0);
    Piece piece = pieces.get(file);
    if (!piece.isWhole() && size != of.entry().range().length()) {
      fail(file, FailureKind.FAILED, of.entry() + ": " + size + " bytes came" + HINT);
      return null;
    }
    before = piece.before().duplicate();
    left = size;
    after = piece.after().duplicate();
    return new Data(file, before.remaining() + size + after.remaining());
  }

  /** Makes clips of an object that comes whole. */
  private void share(Asked of, long size) throws IOException {
    long needed = 0;
    for (int file : of.positions()) {
      ByteRange data = pieces.get(file).data().orElseThrow();
      needed = Math.max(needed, data.start() + data.length());
    }
    byte[] object = new byte[(int) Math.min(needed, size)];
    ByteBuffer into = ByteBuffer.wrap(object);
    Objects.requireNonNull(wire).readFully(into);
    for (int file : of.positions()) {
      Piece piece = pieces.get(file);
      ByteRange data = piece.data().orElseThrow();
      if (data.start() + data.length() > into.position()) {
        fail(file, FailureKind.FAILED, of.entry() + " has " + size + " bytes" + HINT);
      } else {
        ByteBuffer bytes = ByteBuffer.wrap(object, (int) data.start(), (int) data.length()).slice();
        make(file, piece.before().duplicate(), bytes, piece.after().duplicate());
      }
    }
  }

  @Override
  public int read(ByteBuffer dst) throws IOException {
    int copied = copy(before, dst) + copy(middle, dst);
    if (left > 0 && dst.hasRemaining()) {
      // The store's entry may end early: whoever reads counts.
      int read = readWire(dst);
      if (read < 0) {
        return copied > 0 ? copied : -1;
      }
      left -= read;
      copied += read;
    }
    if (left == 0) {
      copied += copy(after, dst);
    }
    return copied > 0 || !dst.hasRemaining() ? copied : -1;
  }

  private int readWire(ByteBuffer dst) throws IOException {
    return Objects.requireNonNull(wire).read(dst);
  }

  private static int copy(ByteBuffer from, ByteBuffer to) {
    int count = Math.min(from.remaining(), to.remaining());
    to.put(from.slice(from.position(), count));
    from.position(from.position() + count);
    return count;
  }

  @Override
  public void close() {
    if (wire != null) {
      wire.close();
    }
  }
}
