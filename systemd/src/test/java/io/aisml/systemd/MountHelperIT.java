package io.aisml.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fetcher.testing.AistoreCluster;
import io.aisml.fetcher.testing.SharedAistore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** mount(8), umount(8) and fstab. */
@ExtendWith({SharedAistore.class, SharedMachine.class})
class MountHelperIT {
  private static final String SPEC = "/data/two words, one comma.json";

  /** In fstab a blank is {@code \040}. */
  private static final String SPEC_IN_FSTAB = SPEC.replace(" ", "\\040");

  private static Machine machine;
  private static AistoreCluster cluster;
  private static String endpoint;

  @BeforeAll
  static void prepare(AistoreCluster aistore, Machine booted) {
    machine = booted;
    cluster = aistore;
    endpoint = "endpoint=" + cluster.endpoint();
    machine.makeSpec(cluster, SPEC, "/copy", 60);
    machine.succeed("mkdir -p /mnt/hand /mnt/boot /mnt/user /mnt/auto && chown reader /mnt/user");
  }

  @BeforeEach
  @AfterEach
  void nothingIsMounted() {
    machine.write("/etc/fstab", "");
    machine.succeed(
        "systemctl daemon-reload; ! grep -qE '/mnt/(hand|boot|user|auto) fuse.aisml' /proc/mounts");
    machine.await("! pgrep -f io.aisml.cli.[M]ain > /dev/null");
  }

  @Test
  void mountsByHandWithoutHomeOrLocaleAndLeavesNoPipeOpen() {
    // `cat` ends only when nobody holds its pipe any more.
    machine.succeed(
        "cd / && env -i PATH=/bin mount -v -t aisml '%s' /mnt/hand -o %s,noatime 2>&1 | cat"
            .formatted(SPEC, endpoint));

    machine.succeed("diff -r /copy /mnt/hand");
    assertThat(machine.succeed("findmnt -no SOURCE,FSTYPE /mnt/hand"))
        .contains(SPEC)
        .contains("fuse.aisml");
    machine.succeed("umount /mnt/hand");
  }

  @Test
  void outlivesItsProcessAndEndsAfterTooManyDeaths() {
    machine.succeed("mount -t aisml '%s' /mnt/hand -o %s".formatted(SPEC, endpoint));
    String kill = "pkill -KILL -f io.aisml.cli.[M]ain";
    machine.succeed(kill + " && diff -r /copy /mnt/hand");
    assertThat(machine.succeed("journalctl --sync; journalctl -t aisml -p warning -o cat"))
        .contains("/mnt/hand: its process died; another one takes the mount over");

    machine.await(kill + "; ! grep -q /mnt/hand /proc/mounts");

    machine.await("! pgrep -f bin/[k]eeper > /dev/null");
    assertThat(machine.succeed("journalctl --sync; journalctl -t aisml -p err -o cat"))
        .contains("/mnt/hand: its process died 11 times within 60 s, the mount is ended");
  }

  @Test
  void mountsInTheMountNamespaceThatIsAskedFor() {
    machine.succeed(
        "unshare -m --propagation private sleep 1000 > /dev/null 2>&1 & echo $! > /tmp/ns");
    machine.await("! cmp -s /proc/self/mountinfo /proc/$(cat /tmp/ns)/mountinfo");

    machine.succeed(
        "mount -N $(cat /tmp/ns) -t aisml '%s' /mnt/hand -o %s".formatted(SPEC, endpoint));

    machine.succeed("! grep -q /mnt/hand /proc/mounts");
    machine.succeed("nsenter -m -t $(cat /tmp/ns) diff -r /copy /mnt/hand");
    machine.succeed("nsenter -m -t $(cat /tmp/ns) umount /mnt/hand; kill $(cat /tmp/ns)");
  }

  @Test
  void aLazyUnmountLeavesReadersTheirFilesAndThenEnds() {
    machine.succeed("mount -t aisml '%s' /mnt/hand -o %s".formatted(SPEC, endpoint));
    machine.succeed(
        "sh -c 'set -- /mnt/hand/*/f/00003.bin; exec 3< $1; umount -l /mnt/hand; cmp - /copy/*/f/00003.bin <&3'");
    // nothingIsMounted waits for the end of the process
  }

  @Test
  void takesItsOptionsFromAFileToo() {
    machine.write("/etc/aisml/hand.conf", endpoint.replace(",", "") + "\nomit-src-bck=true\n");

    machine.succeed("mount -t aisml '%s' /mnt/hand -o config=/etc/aisml/hand.conf".formatted(SPEC));

    machine.succeed("diff -r /copy/* /mnt/hand && umount /mnt/hand");
  }

  @Test
  void mountsAsATypeOfFuse() {
    machine.succeed("mount -t fuse.aisml '%s' /mnt/hand -o %s".formatted(SPEC, endpoint));

    machine.succeed("diff -r /copy /mnt/hand && fusermount3 -u /mnt/hand");
  }

  @Test
  void saysWhatIsWrongInOneLineWithTheExitCodesOfMount() {
    assertFails("/nowhere.json", "retry=1s", 1, "/nowhere.json");
    assertFails(SPEC, "cache-memroy=1g", 1, "cache-memroy");
    assertFails(SPEC, "remount", 1, "remount");
    assertFails(SPEC, "endpoint=http://127.0.0.1:1,retry=0s", 32, "127.0.0.1:1");
  }

  private static void assertFails(String source, String options, int code, String named) {
    Machine.Result result =
        machine.sh("/sbin/mount.aisml '%s' /mnt/hand -o %s".formatted(source, options));
    assertThat(result.exitCode()).as(result.err()).isEqualTo(code);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().strip()).hasLineCount(1).contains(named);
    assertThat(machine.sh("mountpoint -q /mnt/hand").exitCode()).isNotZero();
  }

  @Test
  void mountsNothingWhenFakedAndPassesOverUnknownOptionsWhenSloppy() {
    machine.succeed("mount -f -t aisml '%s' /mnt/hand -o %s".formatted(SPEC, endpoint));
    assertThat(machine.sh("mountpoint -q /mnt/hand").exitCode()).isNotZero();

    machine.succeed("mount -s -n -t aisml '%s' /mnt/hand -o %s,colour=9".formatted(SPEC, endpoint));
    machine.succeed("umount -l /mnt/hand");
  }

  @Test
  void mountsFromFstabOnceHoweverOftenAsked() {
    machine.write(
        "/etc/fstab",
        SPEC_IN_FSTAB
            + " /mnt/boot aisml _netdev,nofail,x-systemd.mount-timeout=1min,"
            + endpoint
            + " 0 0\n");

    machine.succeed("mount -a && mount -a");

    assertThat(machine.succeed("grep -c fuse.aisml /proc/mounts")).isEqualTo("1");
    machine.succeed("diff -r /copy /mnt/boot && umount /mnt/boot");
  }

  @Test
  void mountsAtBootAndOnFirstAccessAndUnmountsWhenIdle() {
    machine.write(
        "/etc/fstab",
        "%s /mnt/boot aisml _netdev,nofail,%s 0 0\n%s /mnt/auto aisml noauto,_netdev,x-systemd.automount,x-systemd.idle-timeout=2s,%s 0 0\n"
            .formatted(SPEC_IN_FSTAB, endpoint, SPEC_IN_FSTAB, endpoint));

    machine.reboot();

    machine.await("mountpoint -q /mnt/boot");
    machine.succeed("diff -r /copy /mnt/boot");
    assertThat(machine.succeed("systemctl show -P After mnt-boot.mount"))
        .contains("network-online.target");
    assertThat(machine.succeed("findmnt -no FSTYPE /mnt/auto")).isEqualTo("autofs");
    machine.succeed("diff -r /copy /mnt/auto && grep -q '/mnt/auto fuse.aisml' /proc/mounts");
    machine.await("! grep -q '/mnt/auto fuse.aisml' /proc/mounts");
    machine.succeed("systemctl stop mnt-auto.automount && umount /mnt/boot");
  }

  @Test
  void aUserMountsAndUnmountsWhatFstabAllows() {
    machine.write(
        "/etc/fstab", SPEC_IN_FSTAB + " /mnt/user aisml noauto,user," + endpoint + " 0 0\n");

    machine.succeed("runuser -u reader -- mount /mnt/user");

    machine.succeed("runuser -u reader -- diff -r /copy /mnt/user");
    machine.succeed("runuser -u reader -- umount /mnt/user");
  }
}
