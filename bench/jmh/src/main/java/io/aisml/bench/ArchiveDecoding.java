package io.aisml.bench;

import io.aisml.fetcher.archive.ArchiveFormat;
import io.aisml.fetcher.archive.ArchiveReader;
import io.aisml.fetcher.archive.ArchiveWriter;
import io.aisml.fetcher.archive.MemberHeader;
import io.aisml.fetcher.archive.MemberStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a member of a get-batch reply costs, from the reply's bytes to memory outside the heap. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
public class ArchiveDecoding {
  private static final int MEMBERS = 256;

  @Param({"TAR", "TGZ", "TAR_LZ4", "ZIP"})
  public ArchiveFormat format = ArchiveFormat.TAR;

  @Param({"10240", "110000"})
  public int memberBytes;

  private byte[] archive = {};
  private ByteBuffer memory = ByteBuffer.allocate(0);

  @Setup
  public void write() throws IOException {
    byte[] content = new byte[memberBytes];
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ArchiveWriter writer = ArchiveWriter.to(format, bytes)) {
      for (int i = 0; i < MEMBERS; i++) {
        new Random(i).nextBytes(content);
        writer.begin("bucket/directory/%06d.bin".formatted(i), memberBytes);
        writer.write(content, 0, memberBytes);
      }
      writer.finish();
    }
    archive = bytes.toByteArray();
    memory = ByteBuffer.allocateDirect(memberBytes);
  }

  @Benchmark
  @OperationsPerInvocation(MEMBERS)
  public long member() throws IOException {
    long read = 0;
    try (MemberStream members = ArchiveReader.open(format, new ByteArrayInputStream(archive))) {
      for (MemberHeader header = members.next(); header != null; header = members.next()) {
        memory.clear();
        while (memory.hasRemaining() && members.read(memory) >= 0) {
          // until the member is there
        }
        read += memory.position();
      }
    }
    if (read != (long) MEMBERS * memberBytes) {
      throw new IllegalStateException(read + " bytes came");
    }
    return read;
  }
}
