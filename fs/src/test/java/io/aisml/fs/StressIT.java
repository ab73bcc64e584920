package io.aisml.fs;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fs.fuse.FuseBinding;
import io.aisml.fs.fuse.MountOptions;
import io.aisml.fs.fuse.jnr.JnrFuse;
import io.aisml.fs.fuse.kernel.KernelFuse;
import io.aisml.fs.load.FetchMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Everything at once against a plain copy of the files: processes that read in any order and are
 * killed while they wait, storms of advice, streams that stall, a cache that holds no batch, and a
 * kernel that drops its pages all the time. For some seconds; {@code -Daisml.stress.seconds=300} is
 * for minutes.
 */
class StressIT {
  private static final int SECONDS = Integer.getInteger("aisml.stress.seconds", 5);
  private static final int READERS = 5;
  private static final int BATCHES = 5;
  private static final int FILES_PER_BATCH = 60;
  private static final int CACHE = 512 << 10;

  /** Takes random steps until the time is over; the first wrong byte ends it. */
  private static final String READER =
      """
      import mmap, os, random, signal, sys, time
      mount, copy, seed, seconds = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
      rng = random.Random(seed)
      names = sorted(os.path.relpath(os.path.join(d, f), copy) for d, _, fs in os.walk(copy) for f in fs)

      def path(name):
          return os.path.join(mount, name)

      def content(name):
          with open(os.path.join(copy, name), 'rb') as f:
              return f.read()

      def whole(name):
          with open(path(name), 'rb') as f:
              assert f.read() == content(name), name

      def part(name):
          want = content(name)
          at, size = rng.randrange(len(want) + 1000), rng.randrange(1, 70000)
          fd = os.open(path(name), os.O_RDONLY)
          assert os.pread(fd, size, at) == want[at:at + size], (name, at, size)
          os.close(fd)

      def mapped(name):
          want = content(name)
          with open(path(name), 'rb') as f:
              if want:
                  with mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ) as m:
                      assert m[:] == want, name

      def in_order(name):
          begin = names.index(name)
          for each in names[begin:begin + 25]:
              whole(each)

      def storm(name):
          for each in rng.sample(names, 30):
              fd = os.open(path(each), os.O_RDONLY)
              os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_WILLNEED)
              os.close(fd)

      def told(name):
          for each in rng.sample(names, 40):
              os.close(os.open(path(each), os.O_RDONLY | os.O_NONBLOCK))

      def killed(name):
          pid = os.fork()
          if pid == 0:
              try:
                  whole(name)
              finally:
                  os._exit(0)
          time.sleep(rng.random() * 0.01)
          os.kill(pid, signal.SIGKILL)
          os.waitpid(pid, 0)

      steps = [whole, whole, part, part, mapped, in_order, storm, told, killed, killed]
      end = time.monotonic() + seconds
      while time.monotonic() < end:
          rng.choice(steps)(rng.choice(names))
      """;

  private final MountedSpec spec = new MountedSpec();

  @TempDir private Path directory;

  @AfterEach
  void cleanUp() {
    spec.close();
  }

  @ParameterizedTest
  @CsvSource({"kernel,ALWAYS", "kernel,NEVER", "jnr,ALWAYS"})
  void everyByteIsRight(String binding, OpenMode open) throws Exception {
    BatchFileSystem fs = open(open);
    Path copies = copies();
    Path mount = Files.createDirectory(directory.resolve("mount")).toRealPath();
    MountOptions options = new MountOptions(mount, "test", true, 1 << 20);
    try (FuseBinding mounted =
        binding.equals("jnr") ? JnrFuse.mount(fs, options) : KernelFuse.mount(fs, options)) {
      Thread stalls = new Thread(this::stall, "stalls");
      stalls.start();
      List<Process> readers = new ArrayList<>();
      try (KernelCaches caches = KernelCaches.keepDropping(mount, 0.05)) {
        for (int reader = 0; reader < READERS; reader++) {
          readers.add(reader(mount, copies, reader));
        }
        for (Process reader : readers) {
          assertThat(reader.waitFor(SECONDS + 60L, TimeUnit.SECONDS)).as("it ends").isTrue();
          assertThat(reader.exitValue()).isZero();
        }
        assertThat(caches.isDropping()).isTrue();
      } finally {
        readers.forEach(Process::destroyForcibly);
        stalls.interrupt();
        stalls.join();
      }
      FileSystemStatus status = fs.status();
      assertThat(status.loads().failures()).isZero();
      assertThat(status.loads().cache().free()).isBetween(0L, (long) CACHE);
      assertThat(status.waiting()).as("nobody waits any more").isZero();
      assertThat(mounted.unmount()).isTrue();
    }
  }

  private BatchFileSystem open(OpenMode open) {
    for (int batch = 0; batch < BATCHES; batch++) {
      spec.batch("b" + batch);
      for (int i = 0; i < FILES_PER_BATCH; i++) {
        spec.file("f%02d".formatted(i), size(batch * FILES_PER_BATCH + i));
      }
    }
    return spec.cache(CACHE)
        .fetch(FetchMode.AUTO)
        .openMode(open)
        .openTimeout(Duration.ofSeconds(50))
        .open();
  }

  /** Empty, small, some pages, and now and then more than the cache holds. */
  private static int size(int file) {
    return switch (file % 7) {
      case 0 -> 0;
      case 1 -> 700;
      case 2 -> 4096;
      case 3 -> 33_333;
      case 4 -> 100_001;
      case 5 -> 10_240;
      default -> file % 49 == 6 ? CACHE + 12_345 : 50_000;
    };
  }

  private Path copies() throws IOException {
    Path copies = Files.createDirectory(directory.resolve("copies"));
    for (int i = 0; i < spec.paths.size(); i++) {
      Path copy = copies.resolve(spec.paths.get(i));
      Files.createDirectories(copy.getParent());
      Files.write(copy, spec.content(i));
    }
    return copies;
  }

  private static Process reader(Path mount, Path copies, int seed) throws IOException {
    return new ProcessBuilder(
            "python3",
            "-c",
            READER,
            mount.toString(),
            copies.toString(),
            Integer.toString(seed),
            Integer.toString(SECONDS))
        .inheritIO()
        .start();
  }

  /** Keeps replies back at some entry, each for some milliseconds. */
  private void stall() {
    Random random = new Random(9);
    try {
      while (true) {
        var entry = spec.entries.get(random.nextInt(spec.entries.size()));
        spec.source.hold(entry);
        Thread.sleep(random.nextInt(30));
        spec.source.letGo(entry);
      }
    } catch (InterruptedException e) {
      spec.entries.forEach(spec.source::letGo);
    }
  }
}
