package io.aisml.fs;

import io.aisml.fs.cache.Member;
import io.aisml.fs.cache.Member.BytesUse;
import io.aisml.fs.load.Chunks;
import io.aisml.fs.load.Loads;
import io.aisml.fs.tree.Sizes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One read of a file of the plan: answered straight from cached memory when the bytes are there.
 */
final class ReadRequest extends Parked {
  private final Loads loads;
  private final Opens opens;
  private final Sizes sizes;
  private final int pid;
  private final int file;
  private final long offset;
  private final int size;
  private final ReadReply reply;

  /**
   * Chunks that have come, copied while others are still missing: in a cache that holds fewer
   * chunks than one read spans, those that come push out those that came. Used by the one thread at
   * a time that drives this request.
   */
  private final Map<Integer, ByteBuffer> gathered = new HashMap<>();

  /** What {@link #needs} refers to; written before the member is asked for. */
  private volatile long neededOfMember;

  ReadRequest(
      Waits waits,
      FsOptions options,
      Loads loads,
      Opens opens,
      Sizes sizes,
      int pid,
      int file,
      long offset,
      int size,
      ReadReply reply) {
    super(waits, options.openTimeout().toNanos());
    this.loads = loads;
    this.opens = opens;
    this.sizes = sizes;
    this.pid = pid;
    this.file = file;
    this.offset = offset;
    this.size = size;
    this.reply = reply;
  }

  @Override
  @Nullable Member want() {
    if (loads.isSplit(file)) {
      return wantChunks();
    }
    neededOfMember = offset + size;
    if (offset == 0 && !opens.areAnswered()) {
      return loads.want(pid, file); // as an open does: it shows how far the reader is
    }
    Member member = loads.member(file);
    return member != null ? member : loads.want(pid, file);
  }

  /** Asks for all chunks that are missing; gives the first that is not there, else any. */
  private @Nullable Member wantChunks() {
    Chunks chunks = loads.chunks();
    Member wanted = null;
    for (int chunk = firstChunk(); chunk <= lastChunk(); chunk++) {
      if (gathered.containsKey(chunk)) {
        continue;
      }
      long start = chunks.start(chunk);
      boolean inOrder =
          offset - start >= chunks.chunkBytes() / 2
              || (chunk > 0 && loads.chunk(file, chunk - 1) != null);
      Member member = loads.wantChunk(file, chunk, inOrder);
      if (member == null) {
        return null;
      }
      if (wanted == null || (wanted.isReady() && !member.isReady())) {
        neededOfMember = Math.min(chunks.chunkBytes(), offset + size - start);
        wanted = member;
      }
    }
    return wanted;
  }

  private int firstChunk() {
    return loads.chunks().chunkOf(offset);
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
    if (loads.isSplit(file)) {
      return answer(firstChunk(), new ByteBuffer[0]) || gather();
    }
    if (!opens.areAnswered()) {
      ready.open();
    }
    boolean used = ready.withBytes(offset, size, this::answerOnce);
    if (used) {
      noteRead(ready, offset + size);
    }
    return used;
  }

  private void answerOnce(ByteBuffer... bytes) {
    if (win()) {
      reply.data(bytes);
    }
  }

  /** Holds one chunk after the other, then answers with all of them. */
  private boolean answer(int chunk, ByteBuffer[] before) {
    if (chunk > lastChunk()) {
      answerOnce(before);
      return true;
    }
    boolean[] done = new boolean[1];
    BytesUse next = bytes -> done[0] = answer(chunk + 1, joined(before, bytes));
    ByteBuffer copy = gathered.get(chunk);
    if (copy != null) {
      next.use(new ByteBuffer[] {copy.duplicate()});
      return done[0];
    }
    return useChunk(chunk, next, done);
  }

  private static ByteBuffer[] joined(ByteBuffer[] before, ByteBuffer[] bytes) {
    ByteBuffer[] all = Arrays.copyOf(before, before.length + bytes.length);
    System.arraycopy(bytes, 0, all, before.length, bytes.length);
    return all;
  }

  /** Copies the chunks that are there. Answers, and is true, when those were all. */
  private boolean gather() {
    boolean all = true;
    boolean[] copied = {true};
    for (int chunk = firstChunk(); chunk <= lastChunk(); chunk++) {
      int number = chunk;
      all &=
          gathered.containsKey(chunk)
              || useChunk(chunk, bytes -> gathered.put(number, copy(bytes)), copied);
    }
    return all && answer(firstChunk(), new ByteBuffer[0]);
  }

  private static ByteBuffer copy(ByteBuffer[] bytes) {
    ByteBuffer copy =
        ByteBuffer.allocateDirect(Arrays.stream(bytes).mapToInt(ByteBuffer::remaining).sum());
    for (ByteBuffer piece : bytes) {
      copy.put(piece);
    }
    return copy.flip();
  }

  /**
   * Uses the bytes of a chunk if they are there.
   *
   * @param done whether {@code use} could do what it wanted; only then has the chunk been read
   */
  private boolean useChunk(int chunk, BytesUse use, boolean[] done) {
    Member member = loads.chunk(file, chunk);
    if (member == null) {
      return false;
    }
    long start = loads.chunks().start(chunk);
    long from = Math.max(offset, start) - start;
    long to = Math.min(offset + size, start + loads.chunks().chunkBytes()) - start;
    if (!member.withBytes(from, to - from, use) || !done[0]) {
      return false;
    }
    noteRead(member, to);
    return true;
  }

  /** A member whose last byte was used has been read. */
  private void noteRead(Member member, long to) {
    if (to >= member.size()) {
      loads.read(member);
    }
  }

  @Override
  void answer(Errno errno) {
    boolean ofOpen = errno == Errno.ENOENT || errno == Errno.EACCES;
    // Nobody expects those of a file that was opened well; the log has the cause.
    reply.failed(ofOpen && opens.areAnswered() ? Errno.EIO : errno);
  }
}
