package io.aisml.fetcher.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members beyond what the headers' plain fields can say, read by the tools that users have. */
class LargeMembersIT {
  private static final long GIB = 1L << 30;
  private static final int DEADLINE_SECONDS = 300;

  /** Skips over the data, as all but reading it needs. */
  private static final String TARFILE =
      "import sys, tarfile\n"
          + "for m in tarfile.open(sys.argv[1], 'r:'): print(m.name, m.size, oct(m.mode), m.mtime)";

  private static final String ZIPFILE =
      """
      import sys, zipfile
      with zipfile.ZipFile(sys.argv[1]) as z:
          for i in z.infolist():
              with z.open(i) as f:
                  print(i.filename, i.file_size, f.read(3))
          print(z.read('last'))
      """;

  @TempDir private Path directory;

  @Test
  void aTarHasMembersOfMoreThan8GiB() throws Exception {
    long size = 8 * GIB + 5;
    String archive = write(ArchiveFormat.TAR, "a.tar", size);

    assertThat(run("tar", "-tvf", archive).lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "-rw-r--r-- 0/0 3 1970-01-01 00:00 first",
            "-rw-r--r-- 0/0 " + size + " 1970-01-01 00:00 large",
            "-rw-r--r-- 0/0 3 1970-01-01 00:00 last");
    assertThat(run("python3", "-c", TARFILE, archive).lines())
        .containsExactly("first 3 0o644 0", "large " + size + " 0o644 0", "last 3 0o644 0");
    assertThat(run("tar", "-xOf", archive, "last")).isEqualTo("end");
  }

  @Test
  void aZipHasMembersOfMoreThan4GiB() throws Exception {
    long size = 4 * GIB + 5;
    String archive = write(ArchiveFormat.ZIP, "a.zip", size);

    assertThat(run("unzip", "-t", archive)).contains("No errors detected");
    assertThat(run("python3", "-c", ZIPFILE, archive).lines())
        .containsExactly(
            "first 3 b'one'", "large " + size + " b'\\x00\\x00\\x00'", "last 3 b'end'", "b'end'");
  }

  /** Writes a small member, a large one of zeros, and a small one. */
  private String write(ArchiveFormat format, String name, long size) throws IOException {
    Path file = directory.resolve(name);
    try (ArchiveWriter writer = ArchiveWriter.to(format, new SparseOutput(file))) {
      writer.begin("first", 3);
      writer.write("one".getBytes(UTF_8), 0, 3);
      writer.begin("large", size);
      byte[] zeros = new byte[1 << 20];
      for (long left = size; left > 0; left -= Math.min(left, zeros.length)) {
        writer.write(zeros, 0, (int) Math.min(left, zeros.length));
      }
      writer.begin("last", 3);
      writer.write("end".getBytes(UTF_8), 0, 3);
      writer.finish();
    }
    return file.toString();
  }

  private static String run(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("TZ", "UTC");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("%s: %s", command[0], output).isZero();
    return output;
  }

  /** Leaves holes for zeros, so that a disk has room for the archive and takes no time. */
  private static final class SparseOutput extends OutputStream {
    private static final int BLOCK_BYTES = 4 << 10;

    private static final byte[] ZEROS = new byte[BLOCK_BYTES];

    private final RandomAccessFile file;

    SparseOutput(Path path) throws IOException {
      file = new RandomAccessFile(path.toFile(), "rw");
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      for (int at = offset; at < offset + length; at += BLOCK_BYTES) {
        int count = Math.min(BLOCK_BYTES, offset + length - at);
        if (Arrays.equals(bytes, at, at + count, ZEROS, 0, count)) {
          file.seek(file.getFilePointer() + count);
        } else {
          file.write(bytes, at, count);
        }
      }
    }

    @Override
    public void close() throws IOException {
      file.setLength(Math.max(file.length(), file.getFilePointer()));
      file.close();
    }
  }
}
