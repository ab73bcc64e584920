package io.aisml.fs.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.kenai.jffi.MemoryIO;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class HugePagesTest {
  private static final Pattern MAPPING = Pattern.compile("([0-9a-f]+)-([0-9a-f]+) .*");

  @Test
  void canBeWrittenFromEndToEnd() {
    for (int size : new int[] {1, 1 << 20, 2 << 20, (5 << 20) + 1}) {
      ByteBuffer buffer = HugePages.allocate(size);

      assertThat(buffer.isDirect()).isTrue();
      assertThat(buffer.capacity()).isEqualTo(size);
      for (int i = 0; i < size; i++) {
        buffer.put(i, (byte) (i * 31));
      }
      for (int i = 0; i < size; i++) {
        assertThat(buffer.get(i)).isEqualTo((byte) (i * 31));
      }
    }
  }

  @Test
  void theKernelIsAdvisedOfWholeHugePagesOnly() throws IOException {
    assumeThat(Path.of("/sys/kernel/mm/transparent_hugepage"))
        .as("a kernel with huge pages")
        .exists();
    ByteBuffer buffer = HugePages.allocate(5 << 20);
    long start = MemoryIO.getInstance().getDirectBufferAddress(buffer);

    assertThat(start % (2L << 20)).isZero();
    assertThat(isAdvised(start)).isTrue();
    assertThat(isAdvised(start + (4L << 20) - 1)).isTrue();
    assertThat(isAdvised(start + (4L << 20))).isFalse();
  }

  /** Whether the kernel lists {@code hg} (VM_HUGEPAGE) among the flags of an address. */
  private static boolean isAdvised(long address) throws IOException {
    boolean within = false;
    for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
      Matcher mapping = MAPPING.matcher(line);
      if (mapping.matches()) {
        within =
            Long.compareUnsigned(Long.parseUnsignedLong(mapping.group(1), 16), address) <= 0
                && Long.compareUnsigned(address, Long.parseUnsignedLong(mapping.group(2), 16)) < 0;
      } else if (within && line.startsWith("VmFlags:")) {
        return line.contains(" hg");
      }
    }
    return false;
  }
}
