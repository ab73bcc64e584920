package io.aisml.fs;

import io.aisml.fs.cache.Member;
import io.aisml.fs.load.Chunks;
import io.aisml.fs.load.Loads;
import io.aisml.fs.tree.Sizes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One read of a file of the plan: answered straight from cached memory when the bytes are there.
 */
final class ReadRequest extends Parked {
  /** Bytes of one member that a read needs. */
  private record Piece(Member member, long offset, long length) {}

  private final Loads loads;
  private final Sizes sizes;
  private final int file;
  private final long offset;
  private final int size;
  private final ReadReply reply;

  /** What {@link #needs} refers to; written before the member is asked for. */
  private volatile long neededOfMember;

  ReadRequest(
      Waits waits,
      FsOptions options,
      Loads loads,
      Sizes sizes,
      int file,
      long offset,
      int size,
      ReadReply reply) {
    super(waits, options.openTimeout().toNanos());
    this.loads = loads;
    this.sizes = sizes;
    this.file = file;
    this.offset = offset;
    this.size = size;
    this.reply = reply;
  }

  @Override
  @Nullable Member want() {
    if (!loads.isSplit(file)) {
      neededOfMember = offset + size;
      Member member = loads.member(file);
      return member != null ? member : loads.want(0, file);
    }
    Chunks chunks = loads.chunks();
    Member first = null;
    for (int chunk = chunks.chunkOf(offset); chunk <= lastChunk(); chunk++) {
      long start = chunks.start(chunk);
      boolean inOrder =
          offset - start >= chunks.chunkBytes() / 2
              || (chunk > 0 && loads.chunk(file, chunk - 1) != null);
      Member member = loads.wantChunk(file, chunk, inOrder);
      if (member == null) {
        return null;
      }
      if (first == null && !member.isReady()) {
        neededOfMember = Math.min(chunks.chunkBytes(), offset + size - start);
        first = member;
      }
    }
    return first != null ? first : loads.chunk(file, chunks.chunkOf(offset));
  }

  private int lastChunk() {
    long end = Math.min(sizes.get(file), offset + size);
    return loads.chunks().chunkOf(Math.max(offset, end - 1));
  }

  @Override
  public long needs(long memberSize) {
    return Math.min(memberSize, neededOfMember);
  }

  @Override
  boolean tryAnswer(Member ready) {
    List<Piece> pieces = pieces(ready);
    return pieces != null && answer(pieces, 0, new ByteBuffer[0]);
  }

  private @Nullable List<Piece> pieces(Member ready) {
    if (!loads.isSplit(file)) {
      return List.of(new Piece(ready, offset, size));
    }
    Chunks chunks = loads.chunks();
    List<Piece> pieces = new ArrayList<>(2);
    for (int chunk = chunks.chunkOf(offset); chunk <= lastChunk(); chunk++) {
      Member member = loads.chunk(file, chunk);
      if (member == null) {
        return null;
      }
      long start = chunks.start(chunk);
      long from = Math.max(offset, start);
      long to = Math.min(offset + size, start + chunks.chunkBytes());
      pieces.add(new Piece(member, from - start, to - from));
    }
    return pieces;
  }

  /** Holds one piece after the other, then answers with all of them. */
  private boolean answer(List<Piece> pieces, int index, ByteBuffer[] before) {
    if (index == pieces.size()) {
      if (win()) {
        reply.data(before);
      }
      return true;
    }
    Piece piece = pieces.get(index);
    boolean[] done = new boolean[1];
    boolean held =
        piece
            .member()
            .withBytes(
                piece.offset(),
                piece.length(),
                bytes -> {
                  ByteBuffer[] all = Arrays.copyOf(before, before.length + bytes.length);
                  System.arraycopy(bytes, 0, all, before.length, bytes.length);
                  done[0] = answer(pieces, index + 1, all);
                });
    if (held && done[0] && piece.offset() + piece.length() >= piece.member().size()) {
      loads.read(piece.member());
    }
    return held && done[0];
  }

  @Override
  void answer(Errno errno) {
    reply.failed(errno);
  }
}
