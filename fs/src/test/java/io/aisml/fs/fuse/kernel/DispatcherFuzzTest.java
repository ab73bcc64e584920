package io.aisml.fs.fuse.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fs.fuse.MemoryFileSystem;
import io.aisml.fs.fuse.MemoryFileSystem.Manner;
import java.nio.ByteBuffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class DispatcherFuzzTest {
  private static final ByteBuffer OUT = NativeMemory.allocate(1 << 16);

  /** Whatever a request holds: one answer where one is due, none where none is. */
  @Property(tries = 500)
  void answersOnce(
      @ForAll @IntRange(min = 0, max = 60) int operation,
      @ForAll @IntRange(min = 0, max = 4) int inode,
      @ForAll @Size(max = 80) byte[] arguments)
      throws Exception {
    MemoryFileSystem fs = new MemoryFileSystem();
    fs.file(1, "f", new byte[100], Manner.PLAIN);
    fs.directory(1, "d");
    try (FakeKernel kernel = new FakeKernel()) {
      Dispatcher dispatcher =
          new Dispatcher(fs, new MessageWriter(kernel.daemon), RequestJournal.inOwnMemory());
      Request request = FakeKernel.request(operation, 9, inode, ByteBuffer.wrap(arguments));
      dispatcher.dispatch(request, OUT);
      Opcode opcode = Opcode.of(operation);
      if (opcode == null || opcode.isAnswered()) {
        assertThat(kernel.reply().unique()).isEqualTo(9);
      } else if (kernel.hasReply()) {
        assertThat(opcode).isEqualTo(Opcode.INTERRUPT);
        assertThat(kernel.reply().error()).isEqualTo(-11);
      }
      assertThat(kernel.hasReply()).as("a second answer").isFalse();
    }
  }
}
