package io.aisml.cli.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostMemoryTest {
  private static final long MACHINE = 16_000_000L * 1024;

  @TempDir private Path root;

  @BeforeEach
  void bootMachine() throws IOException {
    write("proc/meminfo", "MemTotal:       16000000 kB\nMemFree:         100 kB\n");
    write("proc/self/status", "Name:\tjava\nVmHWM:\t  300 kB\nVmRSS:\t  200 kB\n");
    write("proc/self/cgroup", "0::/system.slice/mnt.mount\n");
    write("cgroup/system.slice/mnt.mount/memory.max", "max\n");
  }

  @Test
  void isTheMachinesWithoutLimits() throws IOException {
    assertThat(memory().limit()).isEqualTo(MACHINE);
  }

  @Test
  void isTheMachinesWithoutCgroups() throws IOException {
    Files.delete(root.resolve("proc/self/cgroup"));

    assertThat(memory().limit()).isEqualTo(MACHINE);
  }

  @Test
  void isTheMachinesWhereCgroupV1HasNoLimit() throws IOException {
    write("proc/self/cgroup", "4:memory:/docker/1\n1:name=systemd:/docker/1\n");

    assertThat(memory().limit()).isEqualTo(MACHINE);
  }

  @Test
  void isTheLeastLimitOfCgroupV1AlsoBesideV2() throws IOException {
    write("proc/self/cgroup", "4:cpu,memory:/slice/own\n0::/system.slice/mnt.mount\n");
    write("cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    write("cgroup/memory/slice/memory.limit_in_bytes", "1048576\n");
    write("cgroup/memory/slice/own/memory.limit_in_bytes", "2097152\n");
    write("cgroup/memory/slice/own/memory.max_usage_in_bytes", "5000\n");

    assertThat(memory().limit()).isEqualTo(1 << 20);
    assertThat(memory().cgroupPeak()).hasValue(5000);
  }

  @Test
  void isTheCgroupsOwnLimit() throws IOException {
    write("cgroup/system.slice/mnt.mount/memory.max", "1048576\n");

    assertThat(memory().limit()).isEqualTo(1 << 20);
  }

  @Test
  void isALimitFurtherUpWhenThatIsLess() throws IOException {
    write("cgroup/system.slice/mnt.mount/memory.max", "4194304\n");
    write("cgroup/system.slice/memory.max", "2097152\n");
    write("cgroup/memory.max", "3145728\n");

    assertThat(memory().limit()).isEqualTo(2 << 20);
  }

  @Test
  void isTheMachinesWhenTheCgroupAllowsMore() throws IOException {
    write("cgroup/system.slice/memory.max", Long.toString(MACHINE * 2));

    assertThat(memory().limit()).isEqualTo(MACHINE);
  }

  @Test
  void looksAtTheRootOfANamespaceThatItLiesOutsideOf() throws IOException {
    write("proc/self/cgroup", "0::/../../outside\n");
    write("cgroup/memory.max", "1048576\n");
    write("memory.max", "1\n");

    assertThat(memory().limit()).isEqualTo(1 << 20);
  }

  @Test
  void tellsWhatTheProcessAndItsCgroupHold() throws IOException {
    assertThat(memory().resident()).isEqualTo(200 * 1024);
    assertThat(memory().residentPeak()).isEqualTo(300 * 1024);
    assertThat(memory().cgroupPeak()).isEmpty();

    write("cgroup/system.slice/mnt.mount/memory.peak", "5000\n");
    assertThat(memory().cgroupPeak()).hasValue(5000);
  }

  private HostMemory memory() {
    return new HostMemory(root.resolve("proc"), root.resolve("cgroup"));
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
