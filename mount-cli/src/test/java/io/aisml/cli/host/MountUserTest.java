package io.aisml.cli.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountUserTest {
  @TempDir private Path proc;

  @Test
  void findsOpenFilesMappingsAndWorkingDirectories() throws IOException {
    process(11, "cat", "fd/3", "/mnt/a/b-0/x.wav");
    process(12, "bash", "cwd", "/mnt/a");
    process(13, "python", "map_files/1-2", "/mnt/a/y");

    assertThat(MountUser.of(Path.of("/mnt/a"), proc))
        .extracting(MountUser::toString)
        .containsExactlyInAnyOrder(
            "cat (pid 11) uses /mnt/a/b-0/x.wav",
            "bash (pid 12) uses /mnt/a",
            "python (pid 13) uses /mnt/a/y");
  }

  @Test
  void passesOverNeighboursAndWhatIsNoFile() throws IOException {
    process(11, "cat", "fd/3", "/mnt/ab/x");
    process(12, "cat", "fd/3", "socket:[1]");
    process(13, "cat", "cwd", "/srv/nowhere");

    assertThat(MountUser.of(Path.of("/mnt/a"), proc)).isEmpty();
  }

  @Test
  void namesTheFirstAndHowManyMore() throws IOException {
    Path mount = Path.of("/mnt/a");
    assertThat(MountUser.named(MountUser.of(mount, proc)))
        .isEqualTo("another user's process uses it, or something is mounted below it");
    process(11, "cat", "cwd", "/mnt/a");
    assertThat(MountUser.named(MountUser.of(mount, proc))).isEqualTo("cat (pid 11) uses /mnt/a");
    process(12, "cat", "cwd", "/mnt/a");
    assertThat(MountUser.named(MountUser.of(mount, proc))).endsWith(" uses /mnt/a and 1 more");
  }

  @Test
  void namesAProcessOnce() throws IOException {
    process(11, "cat", "fd/3", "/mnt/a/x");
    process(11, "cat", "fd/4", "/mnt/a/y");

    assertThat(MountUser.of(Path.of("/mnt/a"), proc)).hasSize(1);
  }

  private void process(int pid, String command, String link, String target) throws IOException {
    Path process = proc.resolve(Integer.toString(pid));
    Files.createDirectories(process.resolve(link).getParent());
    Files.writeString(process.resolve("comm"), command + "\n");
    Files.createSymbolicLink(process.resolve(link), Path.of(target));
  }
}
