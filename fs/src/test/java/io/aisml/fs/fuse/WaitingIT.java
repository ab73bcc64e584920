package io.aisml.fs.fuse;

import static io.aisml.fs.fuse.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fs.fuse.MemoryFileSystem.Manner;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Readers whose data has not come yet. */
class WaitingIT {
  private static final int SIGINT = 128 + 2;

  private final MemoryFileSystem fs = new MemoryFileSystem();

  /** libfuse 2 can't: its thread waits. */
  @Test
  void areInterruptedInOpen() throws Exception {
    fs.file(1, "f", new byte[10], Manner.OPEN_WAITS);
    try (TestMount mount = new TestMount(Binding.KERNEL, fs);
        Command cat = Command.start("cat", mount.path("f"))) {
      until(() -> fs.waiting() == 1);
      cat.interrupt();
      assertThat(cat.await().status()).isEqualTo(SIGINT);
      assertThat(fs.cancelled).hasValue(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void areInterruptedInRead(Binding binding) throws Exception {
    fs.file(1, "f", new byte[10], Manner.READ_WAITS);
    try (TestMount mount = new TestMount(binding, fs);
        Command cat = Command.start("cat", mount.path("f"))) {
      until(() -> fs.waiting() == 1);
      cat.interrupt();
      assertThat(cat.await().status()).isEqualTo(SIGINT);
    }
  }

  /** Signals before, while and after the request is on its way to the file system. */
  @Test
  void areInterruptedAtAnyMoment() throws Exception {
    fs.file(1, "f", new byte[10], Manner.OPEN_WAITS);
    String script =
        """
        import os,sys,signal
        for i in range(300):
          if os.fork()==0:
            signal.setitimer(signal.ITIMER_REAL,0.00002*(i+1)) # SIGALRM ends the process
            os.open(sys.argv[1],os.O_RDONLY)
        print({os.waitstatus_to_exitcode(os.wait()[1]) for i in range(300)})
        """;
    try (TestMount mount = new TestMount(Binding.KERNEL, fs)) {
      assertThat(Command.runPython(script, mount.path("f"))).isEqualTo("{-14}\n");
      until(() -> fs.waiting() == 0);
    }
  }

  /** Unlike a read through the page cache, O_DIRECT sends INTERRUPT for a READ. */
  @Test
  void areInterruptedInDirectRead() throws Exception {
    fs.file(1, "f", new byte[8192], Manner.READ_WAITS);
    String script =
        """
        import os,sys,mmap,signal
        signal.signal(signal.SIGINT,signal.SIG_DFL)
        os.readv(os.open(sys.argv[1],os.O_RDONLY|os.O_DIRECT),[mmap.mmap(-1,8192)])
        """;
    try (TestMount mount = new TestMount(Binding.KERNEL, fs);
        Command python = Command.python(script, mount.path("f"))) {
      until(() -> fs.waiting() == 1);
      python.interrupt();
      assertThat(python.await().status()).isEqualTo(SIGINT);
      assertThat(fs.cancelled).hasValue(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"KERNEL, OPEN_WAITS", "KERNEL, READ_WAITS", "JNR, OPEN_WAITS", "JNR, READ_WAITS"})
  void getAnErrorWhenTheMountEnds(Binding binding, Manner manner) throws Exception {
    fs.file(1, "f", new byte[10], manner);
    try (TestMount mount = new TestMount(binding, fs);
        Command cat = Command.start("cat", mount.path("f"))) {
      until(() -> fs.waiting() == 1);
      assertThat(mount.binding.unmount()).as("unmounted, not only detached").isTrue();
      Command.Result result = cat.await();
      assertThat(result.status()).isEqualTo(1);
      assertThat(result.errors()).contains("Input/output error");
    }
  }

  @Test
  void doNotHinderOthers() throws Exception {
    fs.file(1, "slow", new byte[10], Manner.OPEN_WAITS);
    fs.file(1, "quick", new byte[10], Manner.PLAIN);
    List<Command> slow = new ArrayList<>();
    try (TestMount mount = new TestMount(Binding.KERNEL, fs)) {
      try {
        for (int i = 0; i < 32; i++) {
          slow.add(Command.start("cat", mount.path("slow")));
        }
        until(() -> fs.waiting() == 32);
        assertThat(Command.contentOf(mount.path("quick"))).hasSize(10);
      } finally {
        fs.shutdown();
        for (Command command : slow) {
          command.await();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void seeABusyMountDetachedAndItsEndWithTheLastUser(Binding binding) throws Exception {
    fs.file(1, "f", new byte[10], Manner.PLAIN);
    try (TestMount mount = new TestMount(binding, fs);
        Command user =
            Command.start("sh", "-c", "exec 9<'" + mount.path("f") + "'; kill -STOP $$")) {
      until(() -> fs.openFiles.get() == 1);
      assertThat(mount.binding.unmount()).isFalse();
      assertThat(MountTable.read().at(mount.directory)).isEmpty();
      Command.run("kill", "-KILL", Long.toString(user.pid()));
      mount.binding.awaitEnd();
    }
  }

  @ParameterizedTest
  @EnumSource
  void seeTheMountEndWhenSomebodyElseUnmountsIt(Binding binding) throws Exception {
    try (TestMount mount = new TestMount(binding, fs)) {
      Command.run("umount", mount.directory.toString());
      mount.binding.awaitEnd();
      assertThat(mount.binding.unmount()).isTrue();
    }
  }
}
