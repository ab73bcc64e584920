package io.aisml.fs.fuse.kernel;

import static io.aisml.fs.fuse.ErrnoTable.EAGAIN;
import static io.aisml.fs.fuse.ErrnoTable.EINTR;
import static io.aisml.fs.fuse.ErrnoTable.EINVAL;
import static io.aisml.fs.fuse.ErrnoTable.EIO;
import static io.aisml.fs.fuse.ErrnoTable.ENOENT;
import static io.aisml.fs.fuse.ErrnoTable.ENOSYS;
import static io.aisml.fs.fuse.ErrnoTable.ENOTDIR;
import static io.aisml.fs.fuse.ErrnoTable.EROFS;
import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fs.fuse.MemoryFileSystem;
import io.aisml.fs.fuse.MemoryFileSystem.Manner;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DispatcherTest {
  private static final long UNIQUE = 42;
  private static final byte[] CONTENT = "hello".getBytes(StandardCharsets.UTF_8);

  private final MemoryFileSystem fs = new MemoryFileSystem();
  private final FakeKernel kernel = new FakeKernel();
  private final Dispatcher dispatcher =
      new Dispatcher(fs, new MessageWriter(kernel.daemon), RequestJournal.inOwnMemory());
  private final ByteBuffer out = NativeMemory.allocate(4096);

  @AfterEach
  void closeSockets() {
    kernel.close();
  }

  private void dispatch(Opcode opcode, long unique, long node, String arguments) throws Exception {
    dispatcher.dispatch(
        FakeKernel.request(opcode.number(), unique, node, Hex.bytes(arguments)), out);
  }

  private FakeKernel.Reply answer(Opcode opcode, long node, String arguments) throws Exception {
    dispatch(opcode, UNIQUE, node, arguments);
    FakeKernel.Reply reply = kernel.reply();
    assertThat(reply.unique()).isEqualTo(UNIQUE);
    assertThat(kernel.hasReply()).as("a second answer").isFalse();
    return reply;
  }

  private static String read(long offset, int size) {
    return "%016x %016x %08x %s"
        .formatted(0, Long.reverseBytes(offset), Integer.reverseBytes(size), "00".repeat(20));
  }

  @Test
  void findsNames() throws Exception {
    long file = fs.file(1, "f", CONTENT, Manner.PLAIN);
    FakeKernel.Reply reply = answer(Opcode.LOOKUP, 1, "6600");
    assertThat(reply.error()).isZero();
    assertThat(reply.payload().remaining()).isEqualTo(128);
    assertThat(reply.payload().getLong(0)).isEqualTo(file);
  }

  @Test
  void answersMissingNamesWithAnEntryThatCanBeRemembered() throws Exception {
    FakeKernel.Reply reply = answer(Opcode.LOOKUP, 1, "6600");
    assertThat(reply.error()).isZero();
    assertThat(reply.payload().getLong(0)).isZero();
    assertThat(reply.payload().getLong(16)).as("seconds").isEqualTo(86_400);
  }

  @Test
  void readsWhatLiesInSeveralBuffers() throws Exception {
    byte[] large = new byte[200_000];
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) (i / 7);
    }
    long file = fs.file(1, "f", large, Manner.PLAIN);
    FakeKernel.Reply reply = answer(Opcode.READ, file, read(60_000, 100_000));
    assertThat(reply.payload()).isEqualTo(ByteBuffer.wrap(large, 60_000, 100_000));
  }

  @Test
  void readsNothingAtTheEnd() throws Exception {
    long file = fs.file(1, "f", CONTENT, Manner.PLAIN);
    FakeKernel.Reply reply = answer(Opcode.READ, file, read(5, 10));
    assertThat(reply.error()).isZero();
    assertThat(reply.payload().remaining()).isZero();
  }

  @Test
  void opensWithTheCacheKept() throws Exception {
    long file = fs.file(1, "f", CONTENT, Manner.PLAIN);
    FakeKernel.Reply reply = answer(Opcode.OPEN, file, "00800000 00000000");
    assertThat(reply.payload()).isEqualTo(Hex.bytes("0000000000000000 02000000 00000000"));
    assertThat(fs.openFiles).hasValue(1);
    answer(Opcode.RELEASE, file, "00".repeat(24));
    assertThat(fs.openFiles).hasValue(0);
  }

  @ParameterizedTest
  @CsvSource({"01800000", "02800000"})
  void opensNothingForWriting(String flags) throws Exception {
    long file = fs.file(1, "f", CONTENT, Manner.PLAIN);
    assertThat(answer(Opcode.OPEN, file, flags + "00000000").error()).isEqualTo(-EROFS);
    assertThat(fs.openFiles).hasValue(0);
  }

  @Test
  void releasesAnOpenThatNobodyTookAnyMore() throws Exception {
    long file = fs.file(1, "f", CONTENT, Manner.PLAIN);
    kernel.daemon.close();
    dispatch(Opcode.OPEN, UNIQUE, file, "00800000 00000000");
    assertThat(fs.openFiles).hasValue(0);
  }

  @Test
  void answersABrokenFileSystemWithEio() throws Exception {
    long file = fs.file(1, "f", CONTENT, Manner.OPEN_THROWS);
    assertThat(answer(Opcode.OPEN, file, "00800000 00000000").error()).isEqualTo(-EIO);
  }

  @Test
  void interruptsWhatWaits() throws Exception {
    long file = fs.file(1, "f", CONTENT, Manner.OPEN_WAITS);
    dispatch(Opcode.OPEN, UNIQUE, file, "00800000 00000000");
    assertThat(kernel.hasReply()).isFalse();
    dispatch(Opcode.INTERRUPT, UNIQUE | 1, 0, "2a00000000000000");
    FakeKernel.Reply reply = kernel.reply();
    assertThat(reply.unique()).isEqualTo(UNIQUE);
    assertThat(reply.error()).isEqualTo(-EINTR);
    assertThat(kernel.hasReply()).as("an answer to the interrupt itself").isFalse();
    assertThat(fs.cancelled).hasValue(1);
  }

  @Test
  void asksForAnInterruptAgainWhoseRequestHasNotBeenSeenYet() throws Exception {
    long file = fs.file(1, "f", CONTENT, Manner.OPEN_WAITS);
    FakeKernel.Reply early = answerTo(UNIQUE | 1);
    assertThat(early.error()).isEqualTo(-EAGAIN);
    dispatch(Opcode.OPEN, UNIQUE, file, "00800000 00000000");
    dispatch(Opcode.INTERRUPT, UNIQUE | 1, 0, "2a00000000000000");
    assertThat(kernel.reply().error()).isEqualTo(-EINTR);
  }

  private FakeKernel.Reply answerTo(long interrupt) throws Exception {
    dispatch(Opcode.INTERRUPT, interrupt, 0, "2a00000000000000");
    FakeKernel.Reply reply = kernel.reply();
    assertThat(reply.unique()).isEqualTo(interrupt);
    return reply;
  }

  @Test
  void forgetsAnsweredRequests() throws Exception {
    long file = fs.file(1, "f", CONTENT, Manner.READ_WAITS);
    dispatch(Opcode.READ, UNIQUE, file, read(0, 5));
    fs.shutdown();
    assertThat(kernel.reply().error()).isEqualTo(-EIO);
    assertThat(answerTo(UNIQUE | 1).error()).isEqualTo(-EAGAIN);
  }

  @ParameterizedTest
  @CsvSource({"FORGET", "BATCH_FORGET"})
  void answersNoForget(Opcode opcode) throws Exception {
    dispatch(opcode, UNIQUE, 1, "0100000000000000");
    assertThat(kernel.hasReply()).isFalse();
  }

  @Test
  void answersAMalformedRequest() throws Exception {
    assertThat(answer(Opcode.LOOKUP, 1, "66").error()).isEqualTo(-EINVAL);
    assertThat(answer(Opcode.READ, 1, "00").error()).isEqualTo(-EINVAL);
  }

  @ParameterizedTest
  @CsvSource({
    "MKDIR, " + EROFS,
    "WRITE, " + EROFS,
    "UNLINK, " + EROFS,
    "READDIR, " + ENOTDIR,
    "OPENDIR, " + ENOTDIR,
    "READLINK, " + EINVAL,
    "IOCTL, 25",
    "GETXATTR, 38",
    "FLUSH, 38",
    "LSEEK, 38"
  })
  void answersWhatItCannotDoWithTheErrorThatTheKernelExpects(Opcode opcode, int errno)
      throws Exception {
    long file = fs.file(1, "f", CONTENT, Manner.PLAIN);
    assertThat(answer(opcode, file, "00".repeat(64)).error()).isEqualTo(-errno);
  }

  @Test
  void answersUnknownOperationsWithEnosys() throws Exception {
    dispatcher.dispatch(FakeKernel.request(4711, UNIQUE, 1, Hex.bytes("")), out);
    assertThat(kernel.reply().error()).isEqualTo(-ENOSYS);
  }

  @Test
  void answersUnknownInodesWithEnoent() throws Exception {
    assertThat(answer(Opcode.GETATTR, 99, "00".repeat(16)).error()).isEqualTo(-ENOENT);
  }
}
