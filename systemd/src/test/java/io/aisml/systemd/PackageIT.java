package io.aisml.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fetcher.testing.AistoreCluster;
import io.aisml.fetcher.testing.SharedAistore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Upgrade and removal of the package while a mount is in use. */
@ExtendWith({SharedAistore.class, SharedMachine.class})
class PackageIT {
  /** The package again as another version, in a directory of that version. */
  private static final String MAKE_NEXT =
      """
      set -e
      cd /root && rm -rf next && dpkg-deb -R aisml_all.deb next
      old=$(ls next/usr/lib/aisml)
      mv next/usr/lib/aisml/$old next/usr/lib/aisml/9.9
      sed -i 's/^Version: .*/Version: 9.9/' next/DEBIAN/control
      ln -sfn ../lib/aisml/9.9/bin/aisml next/usr/bin/aisml
      ln -sfn ../lib/aisml/9.9/bin/mount.aisml next/usr/sbin/mount.aisml
      rm -f next/DEBIAN/md5sums
      dpkg-deb -Znone -b next next.deb > /dev/null
      """;

  private static Machine machine;

  @BeforeAll
  static void prepare(AistoreCluster cluster, Machine booted) {
    machine = booted;
    machine.makeSpec(cluster, "/data/package.json", "/package-copy", 40);
    machine.succeed("mkdir -p /mnt/package");
    machine.succeed(
        "mount -t aisml /data/package.json /mnt/package -o endpoint=" + cluster.endpoint());
  }

  @AfterAll
  static void leaveThePackageInstalled() {
    machine.sh("pkill -x sleep; umount -l /mnt/package");
    machine.succeed("apt-get install --yes --allow-downgrades " + Machine.PACKAGE);
  }

  @Test
  void aMountOutlivesUpgradeAndKeepsThePackageFromRemoval() {
    machine.succeed(MAKE_NEXT);
    machine.succeed("sh -c 'cd /mnt/package; exec sleep 1000' > /dev/null 2>&1 & echo");

    String said = machine.succeed("apt-get install --yes /root/next.deb 2>&1");

    assertThat(said).contains("mounts that run keep version");
    machine.succeed("diff -r /package-copy /mnt/package && cat /mnt/package/.aisml/status.json");
    assertThat(machine.succeed("readlink -f /usr/bin/aisml")).contains("/9.9/");

    Machine.Result refused = machine.sh("apt-get purge --yes aisml");
    assertThat(refused.exitCode()).isNotZero();
    assertThat(refused.out() + refused.err()).contains("/mnt/package is in use");
    machine.succeed("diff -r /package-copy /mnt/package");

    machine.succeed(
        "pkill -x sleep; for i in $(seq 50); do fuser -sm /mnt/package || break; sleep 0.1; done");
    assertThat(machine.succeed("apt-get purge --yes aisml 2>&1"))
        .contains("/mnt/package is unmounted");
    machine.succeed(
        "! grep -q fuse.aisml /proc/mounts && [ ! -e /usr/lib/aisml ] && [ ! -e /usr/bin/aisml ]");
  }

  @Test
  void theTarballInstallsAndRemovesTheSame() {
    machine.copy(Machine.TARBALL, "/root/aisml.tar.gz");
    machine.succeed("cd /root && tar xzf aisml.tar.gz && ln -sfn aisml-*/ unpacked");

    machine.succeed("DESTDIR=/root/image /root/unpacked/install.sh --prefix /opt/x");

    machine.succeed("/root/image/opt/x/bin/aisml --version && [ -L /root/image/sbin/mount.aisml ]");
    assertThat(machine.succeed("cat /root/image/etc/systemd/system/aisml@.service"))
        .contains("ExecStart=/opt/x/bin/aisml mount");
    machine.succeed("DESTDIR=/root/image /root/unpacked/install.sh --uninstall --prefix /opt/x");
    assertThat(machine.succeed("find /root/image -type f -o -type l | grep -v share/doc || true"))
        .doesNotContain("/bin/", "/sbin/", "/systemd/", "/lib/aisml");
  }
}
