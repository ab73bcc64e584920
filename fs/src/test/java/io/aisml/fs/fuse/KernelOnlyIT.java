package io.aisml.fs.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fs.fuse.MemoryFileSystem.Manner;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/**
 * What the kernel binding does and libfuse 2 can't, beside what {@link WaitingIT} and {@link
 * UnknownSizeIT} say: interrupts, sizes told ahead, readers that wait without a thread.
 */
class KernelOnlyIT {
  private static final String STAT_ALL =
      "import os,sys\nfor i in range(int(sys.argv[2])): os.stat(f'{sys.argv[1]}/f{i}')";

  private static int questionsAfterListing(Binding binding, int files) throws Exception {
    MemoryFileSystem fs = new MemoryFileSystem();
    ByteBuffer content = ByteBuffer.allocateDirect(10);
    for (int i = 0; i < files; i++) {
      fs.file(1, "f" + i, content, Manner.PLAIN);
    }
    try (TestMount mount = new TestMount(binding, fs)) {
      Command.run("ls", "-f", mount.directory.toString());
      int before = fs.finds.get();
      Command.runPython(STAT_ALL, mount.directory.toString(), Integer.toString(files));
      return fs.finds.get() - before;
    }
  }

  @Test
  void aListingBringsTheAttributes() throws Exception {
    assertThat(questionsAfterListing(Binding.KERNEL, 3000)).isZero();
    assertThat(questionsAfterListing(Binding.JNR, 3000)).isGreaterThanOrEqualTo(3000);
  }

  @Test
  void aListingOfAVeryLargeDirectoryMakesNoInodes() throws Exception {
    assertThat(questionsAfterListing(Binding.KERNEL, 32_769)).isEqualTo(32_769);
  }

  @Test
  void aReadTakesAMebibyteAtOnce() throws Exception {
    assertThat(readsOfFourMebibytes(Binding.KERNEL)).isEqualTo(4);
    assertThat(readsOfFourMebibytes(Binding.JNR)).isEqualTo(32);
  }

  private static int readsOfFourMebibytes(Binding binding) throws Exception {
    MemoryFileSystem fs = new MemoryFileSystem();
    fs.file(1, "f", ByteBuffer.allocateDirect(4 << 20), Manner.PLAIN);
    try (TestMount mount = new TestMount(binding, fs)) {
      Command.run("dd", "if=" + mount.path("f"), "of=/dev/null", "bs=4M", "iflag=direct");
      return fs.reads.get();
    }
  }
}
