package io.aisml.fs.fuse.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

@Isolated("listens to a log that all sessions write")
class WireLogTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(WireLog.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
    logger.setAdditive(false);
  }

  @AfterEach
  void restore() {
    logger.detachAppender(lines);
    logger.setAdditive(true);
    logger.setLevel(null);
  }

  private void traffic() throws Exception {
    WireLog.request(FakeKernel.request(1, 4, 1, Hex.bytes("66 6f 6f 00")));
    WireLog.answer(4, ByteBuffer.allocate(100), ByteBuffer.allocate(28));
    WireLog.request(
        FakeKernel.request(15, 6, 2, Hex.bytes("00".repeat(8) + "0010000000000000 00000200")));
    WireLog.failure(6, 5);
    WireLog.request(FakeKernel.request(99, 8, 2, Hex.bytes("")));
    WireLog.store(2, 4096, 10, 0);
  }

  @Test
  void writesALineForEachMessage() throws Exception {
    logger.setLevel(Level.TRACE);
    traffic();
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "-> #4 LOOKUP inode 1 name 'foo' pid 0",
            "<- #4 128 bytes",
            "-> #6 READ inode 2 offset 4096 size 131072 pid 0",
            "<- #6 errno 5 (Input/output error)",
            "-> #8 operation 99 inode 2 pid 0",
            "<- STORE inode 2 offset 4096 10 bytes: errno 0");
  }

  @Test
  void isSilentUnlessAskedFor() throws Exception {
    logger.setLevel(Level.DEBUG);
    traffic();
    assertThat(lines.list).isEmpty();
  }
}
