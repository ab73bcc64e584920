package io.aisml.fs;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fs.fuse.Eventually;
import io.aisml.fs.fuse.FuseBinding;
import io.aisml.fs.fuse.MountOptions;
import io.aisml.fs.fuse.kernel.KernelFuse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Members that reach the kernel's page cache before they are read. */
class PushIT {
  private static final int FILES = 3000;
  private static final int SIZE = 5000;

  /**
   * Reads every n-th file of a list from the k-th on and compares it with a copy. With {@code drop}
   * the kernel loses the file's pages between open and read.
   */
  private static final String READER =
      """
      import os, sys
      mount, copy, pages, count, k, n = *sys.argv[1:4], *map(int, sys.argv[4:])
      for i in range(k, count, n):
          name = f'/{i:05d}.bin'
          with open(mount + name, 'rb') as f, open(copy + name, 'rb') as g:
              if pages == 'drop':
                  os.posix_fadvise(f.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
              assert f.read() == g.read(), name
      """;

  private final MountedSpec spec = new MountedSpec();
  private final List<Path> directories = new ArrayList<>();

  @AfterEach
  void cleanUp() throws IOException {
    spec.close();
    for (Path directory : directories) {
      try (var files = Files.walk(directory)) {
        for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private Path directory() throws IOException {
    Path directory = Files.createTempDirectory("push").toRealPath();
    directories.add(directory);
    return directory;
  }

  /** What the files must contain, by another way than the mount. */
  private Path copies() throws IOException {
    Path copies = directory();
    for (int i = 0; i < spec.paths.size(); i++) {
      Files.write(copies.resolve(spec.paths.get(i)), spec.content(i));
    }
    return copies;
  }

  private static void read(Path mount, Path copies, int count, int readers) throws Exception {
    read(mount, copies, "keep", count, readers);
  }

  private static void read(Path mount, Path copies, String pages, int count, int readers)
      throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int k = 0; k < readers; k++) {
      processes.add(
          new ProcessBuilder(
                  List.of(
                      "python3",
                      "-c",
                      READER,
                      mount.toString(),
                      copies.toString(),
                      pages,
                      Integer.toString(count),
                      Integer.toString(k),
                      Integer.toString(readers)))
              .inheritIO()
              .start());
    }
    for (Process process : processes) {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    }
  }

  @Test
  void filesOfADirectoryReadInOrderAreThereBeforeTheyAreRead() throws Exception {
    BatchFileSystem fs = spec.batch("").files(FILES, SIZE).open();
    Path copies = copies();
    Path mount = directory();
    try (FuseBinding binding =
        KernelFuse.mount(fs, new MountOptions(mount, "test", true, 1 << 20))) {
      read(mount, copies, FILES, 4);
      FileSystemStatus status = fs.status();
      assertThat(status.pushed()).isGreaterThan(FILES / 2);
      assertThat(status.bytesRead()).as("bytes that were asked for").isLessThan(FILES / 2 * SIZE);
      assertThat(status.loads().batches()).isEqualTo(3);
      assertThat(binding.unmount()).as("the process that lists does not keep it busy").isTrue();
    }
  }

  @Test
  void aReaderThatStopsStopsTheLoading() throws Exception {
    BatchFileSystem fs = spec.batch("").files(20_000, 100).readAhead(2).open();
    Path copies = copies();
    Path mount = directory();
    try (FuseBinding binding =
        KernelFuse.mount(fs, new MountOptions(mount, "test", true, 1 << 20))) {
      read(mount, copies, 200, 1);
      // The segment that was read and two ahead; none of the others is ever asked for.
      spec.source.awaitBatches(3);
      assertThat(fs.status().loads().queued()).isZero();
      assertThat(spec.source.batches).hasSize(3);
      assertThat(binding.unmount()).isTrue();
    }
  }

  @Test
  void pagesThatTheKernelDropsCostNoRequest() throws Exception {
    BatchFileSystem fs = spec.batch("").files(FILES, SIZE).open();
    Path copies = copies();
    Path mount = directory();
    try (FuseBinding binding =
        KernelFuse.mount(fs, new MountOptions(mount, "test", true, 1 << 20))) {
      try (KernelCaches caches = KernelCaches.keepDropping(mount, 0)) {
        read(mount, copies, "drop", FILES, 4);
        long before = fs.status().bytesRead();
        read(mount, copies, "drop", FILES, 4);
        assertThat(fs.status().bytesRead() - before)
            .as("bytes asked for again, of files that were read before")
            .isGreaterThan((long) FILES * SIZE / 2);
        assertThat(caches.isDropping()).isTrue();
      }
      assertThat(fs.status().loads().batches()).isEqualTo(3);
      assertThat(fs.status().loads().failures()).isZero();
      assertThat(binding.unmount()).isTrue();
    }
  }

  /** Opens without waiting, reads through that descriptor and through a later one. */
  private static final String TELLER =
      """
      import os, sys
      mount, copy, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
      names = [f'/{i:05d}.bin' for i in range(count)]
      for name in reversed(names):
          os.close(os.open(mount + name, os.O_RDONLY | os.O_NONBLOCK))
      print('told', flush=True)
      early = os.open(mount + names[0], os.O_RDONLY | os.O_NONBLOCK)
      with open(copy + names[0], 'rb') as g:
          assert os.read(early, 1 << 20) == g.read()
      for name in names:
          with open(mount + name, 'rb') as f, open(copy + name, 'rb') as g:
              assert f.read() == g.read(), name
      """;

  private static final String TELL =
      """
      import os, sys
      for i in range(int(sys.argv[2])):
          os.close(os.open(f'{sys.argv[1]}/{i:05d}.bin', os.O_RDONLY | os.O_NONBLOCK))
      """;

  @Test
  void openingWithoutWaitingTellsAhead() throws Exception {
    BatchFileSystem fs = spec.batch("").files(500, SIZE).open();
    Path copies = copies();
    Path mount = directory();
    spec.entries.forEach(spec.source::hold);
    try (FuseBinding binding =
        KernelFuse.mount(fs, new MountOptions(mount, "test", true, 1 << 20))) {
      Process teller =
          new ProcessBuilder("python3", "-c", TELLER, mount.toString(), copies.toString(), "500")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      assertThat(teller.inputReader().readLine()).as("nothing has come yet").isEqualTo("told");
      spec.entries.forEach(spec.source::letGo);
      assertThat(teller.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(teller.exitValue()).isZero();
      assertThat(spec.source.counters().bytesReceived.sum()).isEqualTo(500L * SIZE);
      assertThat(binding.unmount()).isTrue();
    }
  }

  @Test
  void whatWasToldByOpeningIsThereBeforeItIsRead() throws Exception {
    BatchFileSystem fs = spec.batch("").files(500, SIZE).open();
    Path copies = copies();
    Path mount = directory();
    try (FuseBinding binding =
        KernelFuse.mount(fs, new MountOptions(mount, "test", true, 1 << 20))) {
      Process teller =
          new ProcessBuilder("python3", "-c", TELL, mount.toString(), "500")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      assertThat(teller.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(teller.exitValue()).isZero();
      Eventually.until(() -> fs.status().pushed() == 500);
      read(mount, copies, 500, 1);
      assertThat(fs.status().bytesRead()).as("bytes that were asked for").isLessThan(50 * SIZE);
      assertThat(binding.unmount()).isTrue();
    }
  }
}
