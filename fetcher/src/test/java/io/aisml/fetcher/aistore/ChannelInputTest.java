package io.aisml.fetcher.aistore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading from a socket into a buffer, over streams that know arrays only. */
class ChannelInputTest {
  private static final int BYTES = 3_000_000;

  private final byte[] sent = new byte[BYTES];
  private SocketChannel here;
  private SocketChannel there;

  @BeforeEach
  void connect() throws IOException {
    new Random(1).nextBytes(sent);
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      here = SocketChannel.open(server.getLocalAddress());
      there = server.accept();
    }
    here.socket().setSoTimeout(10_000);
  }

  @AfterEach
  void close() throws IOException {
    here.close();
    there.close();
  }

  /** Sends everything in pieces of all sizes and ends the stream. */
  private Thread send() {
    Thread sender =
        new Thread(
            () -> {
              try {
                ByteBuffer rest = ByteBuffer.wrap(sent);
                for (int piece = 1; rest.hasRemaining(); piece = piece * 3 % 100_003) {
                  ByteBuffer part = rest.slice(rest.position(), Math.min(piece, rest.remaining()));
                  while (part.hasRemaining()) {
                    rest.position(rest.position() + there.write(part));
                  }
                }
                there.shutdownOutput();
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    sender.start();
    return sender;
  }

  private static byte[] readAll(InputStream in, ByteBuffer dst) throws IOException {
    while (dst.hasRemaining()) {
      int before = dst.position();
      int count = Landing.read(in, dst);
      assertThat(count).isPositive();
      assertThat(dst.position()).isEqualTo(before + count);
    }
    dst.clear();
    assertThat(Landing.read(in, dst)).isEqualTo(-1);
    assertThat(dst.position()).isZero();
    byte[] read = new byte[dst.capacity()];
    dst.get(read);
    return read;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void allBytesLandInOrder(boolean direct) throws Exception {
    Thread sender = send();
    ByteBuffer dst = direct ? ByteBuffer.allocateDirect(BYTES) : ByteBuffer.allocate(BYTES);

    assertThat(readAll(new ChannelInput(here.socket()), dst)).isEqualTo(sent);
    sender.join();
  }

  @Test
  void whatAStreamBetweenHoldsBackLandsAsWell() throws Exception {
    Thread sender = send();
    InputStream in = new BufferedInputStream(new ChannelInput(here.socket()), 10_000);
    byte[] first = in.readNBytes(5);
    byte[] rest = readAll(in, ByteBuffer.allocateDirect(BYTES - 5));

    assertThat(first).isEqualTo(Arrays.copyOf(sent, 5));
    assertThat(rest).isEqualTo(Arrays.copyOfRange(sent, 5, BYTES));
    sender.join();
  }

  @Test
  void aReadThatWaitsEndsAfterTheSocketsTimeout() throws Exception {
    ByteBuffer dst = ByteBuffer.allocateDirect(10_000);
    InputStream in = new ChannelInput(here.socket());
    there.write(ByteBuffer.wrap(sent, 0, 10));
    Landing.read(in, dst);
    here.socket().setSoTimeout(20);

    assertThatThrownBy(
            () -> {
              while (true) {
                Landing.read(in, dst);
              }
            })
        .isInstanceOf(SocketTimeoutException.class);
    assertThat(dst.position()).isEqualTo(10);
  }
}
