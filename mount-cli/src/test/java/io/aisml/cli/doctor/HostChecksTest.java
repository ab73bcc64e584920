package io.aisml.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.cli.doctor.Finding.Verdict;
import io.aisml.cli.host.HostMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostChecksTest {
  @TempDir Path root;

  @Test
  void missesWhatAMountNeedsAndNamesTheCommandThatHelps() throws IOException {
    HostChecks checks = new HostChecks(root, false);

    assertThat(checks.device().verdict()).isEqualTo(Verdict.WRONG);
    assertThat(checks.device().cure()).contains("modprobe fuse");
    assertThat(checks.fusermount().verdict()).isEqualTo(Verdict.WRONG);
    assertThat(new HostChecks(root, true).fusermount().verdict()).isEqualTo(Verdict.NOTE);
    assertThat(checks.allowOther().cure()).contains("user_allow_other");
  }

  @Test
  void seesThatTheDeviceIsRootsAlone() throws IOException {
    Path device = file("dev/fuse", "");
    Files.setPosixFilePermissions(device, PosixFilePermissions.fromString("rw-------"));
    assertThat(new HostChecks(root, true).device().cure()).isEqualTo("chmod 666 /dev/fuse");

    Files.setPosixFilePermissions(device, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThat(new HostChecks(root, true).device().verdict()).isEqualTo(Verdict.OK);
  }

  @Test
  void readsFuseConf() throws IOException {
    file("etc/fuse.conf", "#user_allow_other\n");
    assertThat(new HostChecks(root, true).allowOther().verdict()).isEqualTo(Verdict.NOTE);

    file("etc/fuse.conf", "mount_max = 9\n user_allow_other\n");
    assertThat(new HostChecks(root, true).allowOther().verdict()).isEqualTo(Verdict.OK);
  }

  @Test
  void seesAConfinedFusermount() throws IOException {
    file("sys/kernel/security/apparmor/profiles", "man_filter (enforce)\nfusermount3 (enforce)\n");

    assertThat(new HostChecks(root, true).appArmor().verdict()).isEqualTo(Verdict.NOTE);
  }

  @Test
  void comparesTheCacheWithTheMemoryOfTheProcess() throws IOException {
    file("proc/meminfo", "MemTotal:        2097152 kB\n");
    HostMemory memory = new HostMemory(root.resolve("proc"), root.resolve("cgroups"));

    assertThat(HostChecks.memory(memory, 512L << 20).verdict()).isEqualTo(Verdict.OK);
    assertThat(HostChecks.memory(memory, 1800L << 20).cure()).contains("--cache-memory=1536MiB");
  }

  private Path file(String name, String content) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }
}
