package io.aisml.fs.fuse;

import static io.aisml.fs.fuse.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fs.fuse.MemoryFileSystem.Manner;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs read from a mount, in the ways in which programs read. */
@ParameterizedClass
@EnumSource
class ContentIT {
  private static final String DIGEST =
      "import sys,os,mmap,hashlib\nd=lambda b: print(hashlib.sha256(b).hexdigest())\n";

  private final Binding binding;
  private final MemoryFileSystem fs = new MemoryFileSystem();

  ContentIT(Binding binding) {
    this.binding = binding;
  }

  private static byte[] random(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)) + "\n";
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4095, 4096, 4097, 131_072, 131_073, 3_000_001})
  void isReadWhole(int size) throws Exception {
    byte[] content = random(size);
    fs.file(1, "f", content, Manner.PLAIN);
    try (TestMount mount = new TestMount(binding, fs)) {
      assertThat(Command.contentOf(mount.path("f"))).isEqualTo(content);
      assertThat(Command.contentOf(mount.path("f"))).as("a second time").isEqualTo(content);
    }
  }

  @Test
  void isReadFromTheMiddle() throws Exception {
    byte[] content = random(1_000_000);
    fs.file(1, "f", content, Manner.PLAIN);
    String script =
        DIGEST
            + "f=os.open(sys.argv[1],os.O_RDONLY)\nd(os.pread(f,5000,777_777)+os.pread(f,99,999_990)+os.pread(f,9,1_000_000))";
    try (TestMount mount = new TestMount(binding, fs)) {
      byte[] expected = new byte[5010];
      System.arraycopy(content, 777_777, expected, 0, 5000);
      System.arraycopy(content, 999_990, expected, 5000, 10);
      assertThat(Command.runPython(script, mount.path("f"))).isEqualTo(sha256(expected));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "f=open(sys.argv[1],'rb')\nd(mmap.mmap(f.fileno(),0,prot=mmap.PROT_READ))",
        // O_DIRECT wants buffers that begin at a page
        "f=os.open(sys.argv[1],os.O_RDONLY|os.O_DIRECT)\nb=mmap.mmap(-1,1<<22)\nn=os.readv(f,[b])\nd(b[:n])",
        "import tempfile\nf=os.open(sys.argv[1],os.O_RDONLY)\nt=tempfile.TemporaryFile()\n"
            + "while os.sendfile(t.fileno(),f,None,1<<20): pass\nt.seek(0)\nd(t.read())",
        "f=os.open(sys.argv[1],os.O_RDONLY)\nr,w=os.pipe()\nb=b''\n"
            + "while True:\n  n=os.splice(f,w,1<<16)\n  if not n: break\n  b+=os.read(r,n)\nd(b)",
        "f=os.open(sys.argv[1],os.O_RDONLY)\nos.posix_fadvise(f,0,0,os.POSIX_FADV_WILLNEED)\nd(os.read(f,1<<22))",
      })
  void isReadByEverySystemCall(String script) throws Exception {
    byte[] content = random(1_234_567);
    fs.file(1, "f", content, Manner.PLAIN);
    try (TestMount mount = new TestMount(binding, fs)) {
      assertThat(Command.runPython(DIGEST + script, mount.path("f"))).isEqualTo(sha256(content));
    }
  }

  @Test
  void isReadByManyAtOnce() throws Exception {
    for (int i = 0; i < 500; i++) {
      fs.file(
          1,
          "f" + i,
          ("content of " + i + "\n").repeat(i).getBytes(StandardCharsets.UTF_8),
          Manner.PLAIN);
    }
    String script =
        """
        import sys,os
        for i in range(8): # eight processes, each in another order
          if os.fork()==0:
            for k in range(500):
              n=(k*(2*i+1)+i*61)%500
              got=open(f'{sys.argv[1]}/f{n}','rb').read()
              if got!=(b'content of %d\\n'%n)*n: os._exit(1)
            os._exit(0)
        print([os.waitstatus_to_exitcode(os.wait()[1]) for i in range(8)])
        """;
    try (TestMount mount = new TestMount(binding, fs)) {
      assertThat(Command.runPython(script, mount.directory.toString()))
          .isEqualTo("[0, 0, 0, 0, 0, 0, 0, 0]\n");
    }
  }

  @Test
  void leavesNoFileOpen() throws Exception {
    fs.file(1, "f", random(10), Manner.PLAIN);
    try (TestMount mount = new TestMount(binding, fs)) {
      Command.run("sh", "-c", "for i in 1 2 3 4 5; do cat '" + mount.path("f") + "'; done");
      until(() -> fs.openFiles.get() == 0); // RELEASE comes after close(2) has returned
    }
  }
}
