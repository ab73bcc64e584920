package io.aisml.cli.mounted;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.cli.Launched;
import io.aisml.fetcher.archive.TestMember;
import io.aisml.fetcher.testing.AistoreCluster;
import io.aisml.fetcher.testing.SharedAistore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A mount of somebody who is not root, by the command, through {@code fusermount3}. */
@ExtendWith(SharedAistore.class)
class OrdinaryUserIT {
  private static final Path DEVICE = Path.of("/dev/fuse");
  private static final String NOBODY = "65534";

  private Set<PosixFilePermission> deviceMode = Set.of();
  private Path directory;
  private Path home;
  private Path launcher;

  /** The checkout, and all that is in it, may lie where nobody can read it: below /root. */
  @BeforeEach
  void prepare() throws Exception {
    deviceMode = Files.getPosixFilePermissions(DEVICE);
    Files.setPosixFilePermissions(DEVICE, PosixFilePermissions.fromString("rw-rw-rw-"));
    directory = Files.createTempDirectory(Path.of("/tmp"), "aisml-");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    home = Files.createDirectory(directory.resolve("home"));
    Files.createDirectory(home.resolve("mnt"));
    Path installed = directory.resolve("aisml");
    launcher = installed.resolve("bin").resolve("aisml");
    run(
        "cp",
        "-r",
        Launched.LAUNCHER.resolve("../..").normalize().toString(),
        installed.toString());
    run("chmod", "-R", "a+rX", installed.toString());
    run("chown", "-R", NOBODY, home.toString());
  }

  @AfterEach
  void restore() throws Exception {
    Files.setPosixFilePermissions(DEVICE, deviceMode);
    // Fails unless the test has failed.
    Launched.run(directory, Map.of(), List.of("umount", "-l", home.resolve("mnt").toString()));
    Mounts.remove(directory);
  }

  private Launched.Result run(String... words) {
    Launched.Result result = Launched.run(directory, Map.of(), List.of(words));
    assertThat(result.exitCode()).as("%s: %s", List.of(words), result.err()).isZero();
    return result;
  }

  private Launched.Result asNobody(String... words) {
    List<String> user =
        List.of(
            "setpriv",
            "--reuid=" + NOBODY,
            "--regid=" + NOBODY,
            "--clear-groups",
            "env",
            "-i",
            "HOME=" + home,
            "PATH=" + System.getenv("PATH"));
    return run(Spec.concat(user, List.of(words)).toArray(String[]::new));
  }

  @Test
  void mountsReadsAndUnmounts(AistoreCluster cluster) throws Exception {
    String bucket = cluster.newBucket("mine");
    byte[] content = TestMember.of("o", 12_345).content();
    cluster.put(bucket, "o", content);
    ObjectStore.write(directory.resolve("expected/o"), content);
    Path spec = directory.resolve("s.json");
    Files.writeString(spec, new Spec().object(bucket, "o").json());
    String point = home.resolve("mnt").toString();
    String endpoint = ObjectStore.of(cluster).endpoint();
    asNobody(launcher.toString(), "mount", "--omit-src-bck", endpoint, spec.toString(), point);

    asNobody("diff", "-r", directory.resolve("expected").toString(), point);
    assertThat(asNobody("stat", "-c", "%u %a", point + "/o").out()).isEqualTo(NOBODY + " 444\n");
    assertThat(asNobody(launcher.toString(), "status").out()).contains(point + ": answers");
    assertThat(run(launcher.toString(), "status", point).out())
        .startsWith(point + ": for its user alone");
    asNobody(launcher.toString(), "umount", point);
    assertThat(asNobody("ls", "-A", point).out()).isEmpty();
    assertThat(home.resolve(".local/state/aisml")).isDirectoryContaining("glob:**.log");
  }
}
