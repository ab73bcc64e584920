package io.aisml.fs.fuse.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The other end of a channel, without a mount: a pair of sockets that keep messages apart, as
 * {@code /dev/fuse} does.
 */
final class FakeKernel implements AutoCloseable {
  private static final int AF_UNIX = 1;
  private static final int SOCK_SEQPACKET = 5;
  private static final int DEADLINE_MS = 10_000;

  private final Channel kernel;

  /** What the code under test reads from and writes to. */
  final Channel daemon;

  FakeKernel() {
    int[] pair = new int[2];
    assertThat(LibC.INSTANCE.socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair)).isZero();
    this.kernel = new Channel(pair[0]);
    this.daemon = new Channel(pair[1]);
  }

  /** One answer. */
  record Reply(int error, long unique, ByteBuffer payload) {}

  /** A request as {@link Dispatcher} takes it. */
  static Request request(int opcode, long unique, long node, ByteBuffer arguments)
      throws MalformedRequestException {
    int length = Request.HEADER + arguments.remaining();
    ByteBuffer bytes = NativeMemory.allocate(length);
    bytes.putInt(length).putInt(opcode).putLong(unique).putLong(node);
    bytes.position(Request.HEADER);
    bytes.put(arguments);
    return Request.of(bytes, length);
  }

  /** Whether an answer is there already. */
  boolean hasReply() {
    return kernel.awaitRequest(0);
  }

  Reply reply() {
    assertThat(kernel.awaitRequest(DEADLINE_MS)).as("an answer in time").isTrue();
    ByteBuffer bytes = NativeMemory.allocate(1 << 20);
    int length = kernel.receive(bytes);
    assertThat(bytes.getInt(0)).as("length in the header").isEqualTo(length);
    byte[] payload = new byte[length - MessageWriter.HEADER];
    bytes.get(MessageWriter.HEADER, payload);
    ByteBuffer view = Hex.room(payload.length).put(Arrays.copyOf(payload, payload.length)).flip();
    return new Reply(bytes.getInt(4), bytes.getLong(8), view);
  }

  @Override
  public void close() {
    kernel.close();
    daemon.close();
  }
}
