package io.aisml.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two builds give the same bytes: what is packed depends on nothing but its sources, and the
 * package has no times, owners and modes of its own. The compilers are left out, which would take
 * minutes.
 */
class ReproducibleIT {
  private static final int SECONDS = 120;

  /** Lays the files out again, elsewhere, later, with another umask, zone and locale. */
  private static final String AGAIN =
      """
      set -e
      export TZ=Asia/Tokyo LC_ALL=C
      umask 077
      again=$1
      mkdir -p $again/mount-cli/target $again/mount-cli/src/main $again/systemd/src
      cp -r --no-preserve=timestamps ../mount-cli/target/aisml $again/mount-cli/target
      cp -r --no-preserve=timestamps ../mount-cli/src/main/build $again/mount-cli/src/main
      cp -r --no-preserve=timestamps src/main $again/systemd/src
      cp -r ../docs ../README.md ../CHANGELOG.md $again
      version=$(ls target/root/usr/lib/aisml)
      $again/systemd/src/main/build/root $version "$(date -u -d @$(stat -c %Y target/root) +%FT%TZ)"
      for root in target/root $again/systemd/target/root; do
        (cd $root; find . -printf '%P %y %s %T@ %l\\n' | sort; find . -type f -print0 | sort -z | xargs -0 sha256sum)
      done > $again/both
      split -n l/2 $again/both $again/half.
      cmp $again/half.aa $again/half.ab
      """;

  /**
   * Prints what in the package is not root's, of another time, or of another mode than 644 and 755.
   */
  private static final String STRANGE =
      """
      set -e
      time=$(date -u -d @$(stat -c %Y target/root) '+%F %T')
      dpkg-deb --fsys-tarfile target/aisml_all.deb | TZ=UTC tar -tv --full-time --numeric-owner > $1/list
      dpkg-deb --ctrl-tarfile target/aisml_all.deb | TZ=UTC tar -tv --full-time --numeric-owner >> $1/list
      TZ=UTC tar -tvzf target/aisml-*.tar.gz --full-time --numeric-owner >> $1/list
      grep -vE "^(d|-)rw(-r--r--|xr-xr-x) +0/0 +[0-9]+ $time |^l" $1/list > $1/strange || true
      cat $1/strange
      [ ! -s $1/strange ]
      """;

  @Test
  void theFilesAreTheSameWhereverAndWheneverTheyAreLaidOut(@TempDir Path directory)
      throws Exception {
    run(AGAIN, directory.resolve("elsewhere"));
  }

  @Test
  void thePackagesHaveNoTimesOwnersOrModesOfTheirBuild(@TempDir Path directory) throws Exception {
    run(STRANGE, directory);
  }

  @Test
  void theJarsHaveNoTimesOrModesOfTheirBuild() throws Exception {
    Path lib;
    try (DirectoryStream<Path> homes =
        Files.newDirectoryStream(Path.of("target/root/usr/lib/aisml"))) {
      lib = homes.iterator().next().resolve("lib");
    }
    int jars = 0;
    Set<Long> times = new HashSet<>();
    try (DirectoryStream<Path> own = Files.newDirectoryStream(lib, "{aisml,fetcher*,fs-*}.jar")) {
      for (Path jar : own) {
        jars++;
        check(jar, times);
      }
    }
    assertThat(jars).isEqualTo(3);
    assertThat(times).hasSize(1);
  }

  private static void check(Path jar, Set<Long> times) throws IOException {
    try (ZipFile zip = ZipFile.builder().setPath(jar).get()) {
      for (Enumeration<ZipArchiveEntry> all = zip.getEntries(); all.hasMoreElements(); ) {
        ZipArchiveEntry entry = all.nextElement();
        times.add(entry.getTime());
        assertThat(entry.getUnixMode() & 0777)
            .as(jar + " " + entry)
            .isEqualTo(entry.isDirectory() ? 0755 : 0644);
      }
    }
  }

  private static void run(String script, Path argument) throws Exception {
    Path said = Files.createTempFile("reproducible", ".txt");
    Process process =
        new ProcessBuilder("sh", "-c", script, "sh", argument.toString())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(said)).isZero();
    Files.delete(said);
  }
}
