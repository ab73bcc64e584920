package io.aisml.fs.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fs.fuse.MemoryFileSystem.Manner;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files whose size nobody knows before their first open. */
class UnknownSizeIT {
  private static final String READ =
      """
      import os,sys,mmap,tempfile
      p=sys.argv[1]
      assert os.stat(p).st_size==0, os.stat(p)
      f=os.open(p,os.O_RDONLY)
      """;

  private static byte[] random(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }

  /** Through both bindings: by reading to the end. */
  @ParameterizedClass
  @EnumSource
  @Nested
  class ThroughBoth {
    private final Binding binding;

    ThroughBoth(Binding binding) {
      this.binding = binding;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4096, 4097, 1_000_003})
    void areReadWhole(int size) throws Exception {
      byte[] content = random(size);
      MemoryFileSystem fs = new MemoryFileSystem();
      fs.file(1, "f", content, Manner.UNKNOWN_SIZE);
      try (TestMount mount = new TestMount(binding, fs)) {
        assertThat(Command.run("stat", "-c", "%s", mount.path("f"))).isEqualTo("0\n");
        assertThat(Command.contentOf(mount.path("f"))).isEqualTo(content);
        assertThat(Command.run("stat", "-c", "%s", mount.path("f"))).isEqualTo(size + "\n");
        assertThat(Command.contentOf(mount.path("f"))).as("a second time").isEqualTo(content);
      }
    }
  }

  /**
   * Through the kernel binding only: by calls that believe the size which the kernel had when the
   * file was opened.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "t=tempfile.TemporaryFile()\nwhile os.sendfile(t.fileno(),f,None,1<<20): pass\nt.seek(0)\nb=t.read()",
        "r,w=os.pipe()\nb=b''\nwhile True:\n  n=os.splice(f,w,1<<16)\n  if not n: break\n  b+=os.read(r,n)",
        "b=mmap.mmap(f,0,prot=mmap.PROT_READ)[:]",
        "b=b''\nwhile True:\n  n=os.read(f,100_000)\n  if not n: break\n  b+=n",
        "n=os.lseek(f,0,os.SEEK_END)\nb=os.pread(f,n,0)",
        "b=os.pread(f,os.fstat(f).st_size,0)"
      })
  void areSeenWholeByTheFirstCallAfterOpen(String read) throws Exception {
    for (int size : new int[] {1, 4096, 5000, 700_001}) {
      byte[] content = random(size);
      MemoryFileSystem fs = new MemoryFileSystem();
      fs.file(1, "f", content, Manner.UNKNOWN_SIZE);
      try (TestMount mount = new TestMount(Binding.KERNEL, fs);
          Command command =
              Command.python(READ + read + "\nsys.stdout.buffer.write(b)", mount.path("f"))) {
        Command.Result result = command.await();
        assertThat(result.errors()).isEmpty();
        assertThat(result.bytes()).isEqualTo(content);
      }
    }
  }

  @Test
  void costNoQuestionOnceTheyAreKnown() throws Exception {
    MemoryFileSystem fs = new MemoryFileSystem();
    fs.file(1, "f", random(100), Manner.UNKNOWN_SIZE);
    try (TestMount mount = new TestMount(Binding.KERNEL, fs)) {
      Command.contentOf(mount.path("f"));
      Command.run("stat", mount.path("f"));
      int before = fs.attributeCalls.get() + fs.finds.get();
      Command.run("stat", mount.path("f"));
      assertThat(fs.attributeCalls.get() + fs.finds.get()).isEqualTo(before);
    }
  }
}
