package io.aisml.fs.fuse.kernel;

import io.aisml.fs.fuse.MountException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/**
 * The requests that were read from the kernel and not answered yet, in memory that may outlive the
 * process: before Linux 6.9 the kernel sends no request a second time, and the process that takes
 * the mount over answers those that it finds here. Any thread.
 *
 * <p>The serving threads read from {@code /dev/fuse} into this memory, so there is no moment at
 * which a request is in no place that lasts. Nearly all are answered before the thread reads the
 * next; one that waits is copied to a slot before. What was answered may still stand here: a second
 * answer is refused by the kernel with ENOENT and does no harm, because the kernel's numbers of
 * requests never repeat.
 */
public final class RequestJournal {
  /** The serving threads' buffers; there are never more. */
  static final int THREADS = 8;

  /** Requests that wait at a time; of those of still more readers only the number is kept. */
  private static final int SLOTS = 4096;

  /** READ is the longest that ever waits: 80 bytes. */
  private static final int SLOT = 128;

  private static final int SLOTS_AT = THREADS * Session.REQUEST_BUFFER;
  private static final int FORMAT_AT = SLOTS_AT + SLOTS * SLOT;
  private static final int UNKEPT_AT = FORMAT_AT + Integer.BYTES;

  /** How much memory it takes. */
  public static final int BYTES = UNKEPT_AT + Integer.BYTES;

  /** To be raised with each change of the layout. */
  private static final int FORMAT = 1;

  private static final int NO_SLOT = -1;

  /** No page is smaller. */
  private static final int PAGE = 4096;

  private static final VarHandle INTS =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

  private final ByteBuffer memory;

  /** Slots without a request. */
  private final Queue<Integer> free = new ConcurrentLinkedQueue<>();

  /**
   * Begins one.
   *
   * @param memory direct, of {@link #BYTES}, all zeros
   */
  public RequestJournal(ByteBuffer memory) {
    this.memory = memory.order(ByteOrder.nativeOrder());
    memory.putInt(FORMAT_AT, FORMAT);
    // A thread that is being killed may still take a request, and the kernel then finds only pages
    // that are there: where it would have to wait for one, the reader gets EIO (fuse_dev_do_read).
    for (int at = 0; at < SLOTS_AT; at += PAGE) {
      memory.put(at, (byte) 0);
    }
    IntStream.range(0, SLOTS).forEach(free::add);
  }

  /** For a mount that ends with its process. */
  public static RequestJournal inOwnMemory() {
    return new RequestJournal(ByteBuffer.allocateDirect(BYTES));
  }

  /** Where a serving thread reads its requests to. */
  ByteBuffer receiveBuffer(int thread) {
    return memory
        .slice(thread * Session.REQUEST_BUFFER, Session.REQUEST_BUFFER)
        .order(ByteOrder.nativeOrder());
  }

  /**
   * Keeps a request that is not answered at once.
   *
   * @return its slot, for {@link #release}
   */
  int keep(Request request) {
    Integer slot = request.length() <= SLOT ? free.poll() : null;
    if (slot == null) {
      INTS.getAndAdd(memory, UNKEPT_AT, 1);
      return NO_SLOT;
    }
    int at = SLOTS_AT + slot * SLOT;
    request.copyTo(memory, at);
    // Last, because it makes the slot valid: the process can die between any two writes.
    INTS.setRelease(memory, at, request.length());
    return slot;
  }

  /** The request in a slot is answered. */
  void release(int slot) {
    if (slot == NO_SLOT) {
      INTS.getAndAdd(memory, UNKEPT_AT, -1);
    } else {
      INTS.setRelease(memory, SLOTS_AT + slot * SLOT, 0);
      free.add(slot);
    }
  }

  /**
   * What an earlier process left: each request that it had not answered, and some that it had.
   *
   * @param memory as that process left it
   * @throws MountException when a version of another layout wrote it, or more requests waited than
   *     are kept: their readers would wait for ever
   */
  static List<Request> left(ByteBuffer memory) throws MountException {
    ByteBuffer bytes = memory.duplicate().order(ByteOrder.nativeOrder());
    if (bytes.capacity() != BYTES || bytes.getInt(FORMAT_AT) != FORMAT) {
      throw new MountException("another version of aisml kept the requests without an answer");
    }
    int unkept = bytes.getInt(UNKEPT_AT);
    if (unkept != 0) {
      throw new MountException(unkept + " requests more waited than are kept");
    }
    List<Request> requests = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      add(bytes, thread * Session.REQUEST_BUFFER, Session.REQUEST_BUFFER, requests);
    }
    for (int slot = 0; slot < SLOTS; slot++) {
      add(bytes, SLOTS_AT + slot * SLOT, SLOT, requests);
    }
    return requests;
  }

  private static void add(ByteBuffer bytes, int at, int most, List<Request> requests) {
    int length = bytes.getInt(at);
    if (length <= 0 || length > most) {
      return;
    }
    try {
      requests.add(Request.of(bytes.slice(at, length).order(ByteOrder.nativeOrder()), length));
    } catch (MalformedRequestException e) {
      return; // nothing that the kernel wrote: it waits for no answer
    }
  }
}
