package io.aisml.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fetcher.testing.AistoreCluster;
import io.aisml.fetcher.testing.SharedAistore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The service {@code aisml@NAME}, and that its readers outlive its process. */
@ExtendWith({SharedAistore.class, SharedMachine.class})
class ServiceIT {
  private static final int READERS = 16;

  /** Reads every file again and again, compares it, and tells of the first that is wrong. */
  private static final String READER =
      """
      #!/bin/sh
      while [ ! -e /tmp/stop ]; do
        diff -r /service-copy /mnt/service > /tmp/reader.$1.diff 2>&1 || { touch /tmp/wrong.$1; exit 1; }
        echo >> /tmp/reader.$1.rounds
      done
      """;

  /** What the service has logged since the test began. */
  private static final String JOURNAL =
      "journalctl --sync; journalctl -u aisml@train -o cat --since @$(cat /tmp/since)";

  private static final String DROP_IN = "/etc/systemd/system/aisml@train.service.d";

  private static Machine machine;
  private static String endpoint;

  @BeforeAll
  static void prepare(AistoreCluster cluster, Machine booted) {
    machine = booted;
    endpoint = cluster.endpoint().toString();
    machine.makeSpec(cluster, "/data/service.json", "/service-copy", 300);
    machine.write(
        "/etc/aisml/train.conf",
        "source=/data/service.json\ndirectory=/mnt/service\nendpoint="
            + cluster.endpoint()
            // So small that files are loaded again and again.
            + "\ncache-memory=4m\n");
    machine.write("/root/reader", READER);
    machine.succeed("mkdir -p /mnt/service && chmod +x /root/reader");
  }

  @BeforeEach
  void start() {
    machine.succeed(
        "date +%s.%6N > /tmp/since; rm -f /tmp/*.diff /tmp/wrong.* /tmp/stop /tmp/*.rounds; systemctl"
            + " reset-failed 'aisml@*' || true");
    machine.succeed(
        "systemctl start aisml@train || { journalctl -n 40 --no-pager -u aisml@train; exit 1; }");
  }

  @AfterEach
  void stop() {
    machine.succeed(
        "touch /tmp/stop; systemctl stop aisml@train aisml-clean@train; ! grep -q /mnt/service"
            + " /proc/mounts");
  }

  @Test
  void tellsWhatItDoesAndMountsWhereAllSeeIt() {
    machine.succeed("diff -r /service-copy /mnt/service");
    assertThat(machine.succeed("systemctl show -P StatusText aisml@train")).contains("300 files");
    assertThat(machine.succeed("systemctl show -P NFileDescriptorStore aisml@train"))
        .isEqualTo("1");
    assertThat(machine.succeed("journalctl -u aisml@train -p info -o cat"))
        .contains("/mnt/service is mounted");
    assertThat(
            machine.succeed(
                "systemd-analyze verify aisml@train.service aisml-clean@train.service 2>&1 | grep"
                    + " -i aisml || true"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void readersSeeNoErrorAndNoWrongByteWhileItIsKilledAgainAndAgain(boolean resend) {
    // Without, as on a kernel before 6.9.
    restartWith("Environment=AISML_JAVA_OPTS=-Daisml.resend=" + resend);
    startReaders();
    for (int kill = 0; kill < 5; kill++) {
      String pid = mainPid();
      awaitMoreRounds();
      machine.succeed("systemctl kill --signal=SIGKILL --kill-whom=main aisml@train");
      machine.await(
          "[ $(systemctl show -P MainPID aisml@train) != "
              + pid
              + " ] && [ $(systemctl is-active aisml@train) = active ]");
    }
    awaitMoreRounds();
    endReaders();
    assertThat(machine.succeed(JOURNAL + " | grep -c 'taken over'")).isNotEqualTo("0");
    removeDropIn();
  }

  @Test
  void aReloadStartsTheInstalledProgramUnderItsReaders() {
    startReaders();
    String pid = mainPid();
    String before = machine.succeed("stat -c %i /mnt/service/*/f/00007.bin");

    machine.succeed("systemctl reload aisml@train");

    machine.await(JOURNAL + " | grep -q 'taken over'");
    awaitMoreRounds();
    endReaders();
    assertThat(mainPid()).isEqualTo(pid);
    assertThat(machine.succeed("stat -c %i /mnt/service/*/f/00007.bin")).isEqualTo(before);
  }

  @Test
  void aReloadThatWouldEndInAnErrorOfTheReadersIsRefused() {
    startReaders();
    String pid = mainPid();
    machine.succeed("cp -a /run/aisml/train/plan /etc/aisml/train.conf /tmp");
    try {
      // As an upgrade to a version that writes and reads another format finds it.
      machine.succeed("printf '\\377' | dd of=/run/aisml/train/plan conv=notrunc status=none");
      assertReloadRefused("another version of aisml wrote /run/aisml/train/plan");
      machine.succeed("cp -a /tmp/plan /run/aisml/train/plan");

      machine.succeed("echo cache-memry=1m >> /etc/aisml/train.conf");
      assertReloadRefused("cache-memry");
    } finally {
      machine.succeed("cp -a /tmp/train.conf /etc/aisml/train.conf");
    }
    awaitMoreRounds();
    endReaders();
    assertThat(mainPid()).isEqualTo(pid);
    assertThat(machine.succeed(JOURNAL)).doesNotContain("taken over", "mounted anew");
  }

  @Test
  void aConfigurationThatOnlyANewMountCanTakeIsToldAndLeavesTheMountAsItIs() {
    String pid = mainPid();
    machine.succeed("cp -a /etc/aisml/train.conf /tmp; mkdir -p /mnt/other");
    try {
      machine.succeed("sed -i 's|^source=.*|source=/data/other.json|' /etc/aisml/train.conf");
      assertReloadRefused("source= was '/data/service.json' and is '/data/other.json'");
      machine.succeed("cp -a /tmp/train.conf /etc/aisml/train.conf");
      machine.succeed("sed -i 's|^directory=.*|directory=/mnt/other|' /etc/aisml/train.conf");
      assertReloadRefused("directory= was '/mnt/service' and is '/mnt/other'");
      assertThat(mainPid()).isEqualTo(pid);
      machine.succeed("cp -a /tmp/train.conf /etc/aisml/train.conf");

      machine.succeed("echo fmode=0400 >> /etc/aisml/train.conf");
      machine.succeed("systemctl kill --signal=SIGKILL --kill-whom=main aisml@train");
      machine.await(JOURNAL + " -p warning | grep -q \"as it was made: fmode= was '0444' and is\"");
      machine.succeed("diff -r /service-copy /mnt/service");
    } finally {
      machine.succeed("cp -a /tmp/train.conf /etc/aisml/train.conf");
    }
  }

  @Test
  void aProcessThatFindsAnotherDirectoryConfiguredMountsThereAndDetachesTheOldMount() {
    machine.succeed("cp -a /etc/aisml/train.conf /tmp; mkdir -p /mnt/other");
    try {
      machine.succeed("sed -i 's|^directory=.*|directory=/mnt/other|' /etc/aisml/train.conf");

      machine.succeed("systemctl kill --signal=SIGKILL --kill-whom=main aisml@train");

      machine.await("diff -r /service-copy /mnt/other");
      machine.succeed("! grep -q /mnt/service /proc/mounts");
      machine.succeed("systemctl stop aisml@train; ! grep -q /mnt/other /proc/mounts");
    } finally {
      machine.succeed("cp -a /tmp/train.conf /etc/aisml/train.conf");
    }
  }

  private static void assertReloadRefused(String cause) {
    assertThat(machine.sh("systemctl reload aisml@train").exitCode()).isNotZero();
    assertThat(machine.succeed("systemctl is-active aisml@train")).isEqualTo("active");
    assertThat(machine.succeed(JOURNAL + " -p err")).contains(cause);
  }

  @Test
  void whatTheKernelOpensByItselfOutlivesTheProcess() {
    machine.write(
        "/etc/aisml/auto.conf",
        "source=/data/service.json\ndirectory=/mnt/auto\nopen=auto\ncache-memory=4m\nendpoint="
            + endpoint
            + "\n");
    machine.succeed("mkdir -p /mnt/auto && systemctl start aisml@auto");
    try {
      machine.succeed("diff -r /service-copy /mnt/auto");
      machine.succeed("grep -q '\"opensAnswered\" *: *false' /mnt/auto/.aisml/status.json");
      String pid = machine.succeed("systemctl show -P MainPID aisml@auto");
      machine.succeed("systemctl kill --signal=SIGKILL --kill-whom=main aisml@auto");
      machine.await(
          "[ $(systemctl show -P MainPID aisml@auto) != "
              + pid
              + " ] && [ $(systemctl is-active aisml@auto) = active ]");

      machine.succeed("echo 1 > /proc/sys/vm/drop_caches; diff -r /service-copy /mnt/auto");
      machine.succeed("grep -q '\"opensAnswered\" *: *false' /mnt/auto/.aisml/status.json");
      assertThat(machine.succeed("journalctl --sync; journalctl -u aisml@auto -o cat"))
          .contains("taken over");
    } finally {
      machine.succeed("systemctl stop aisml@auto");
    }
  }

  @Test
  void theWatchdogReplacesAProcessThatHangs() {
    restartWith("WatchdogSec=3");
    String pid = mainPid();

    machine.succeed("kill -STOP " + pid);

    machine.await(
        "[ $(systemctl show -P MainPID aisml@train) != "
            + pid
            + " ] && [ $(systemctl is-active aisml@train) = active ]");
    machine.succeed("diff -r /service-copy /mnt/service");
    removeDropIn();
  }

  @Test
  void aStopEndsTheReadersThatWait() {
    try (AistoreCluster late = AistoreCluster.start("--targets", "1")) {
      machine.makeSpec(late, "/data/stopped.json", "/stopped-copy", 5);
      machine.write(
          "/etc/aisml/stopped.conf",
          "source=/data/stopped.json\ndirectory=/mnt/stopped\nendpoint=" + late.endpoint() + "\n");
      machine.succeed("mkdir -p /mnt/stopped && systemctl start aisml@stopped");
      late.stopAll();
      machine.succeed(
          "(cat /mnt/stopped/*/f/00001.bin; echo $? > /tmp/cat.code) > /dev/null 2>&1 < /dev/null &");
      machine.await("grep -q '\"waiting\" *: *1' /mnt/stopped/.aisml/status.json");

      machine.succeed("timeout 40 systemctl stop aisml@stopped");

      machine.await("grep -q 1 /tmp/cat.code");
      machine.succeed("! grep -q /mnt/stopped /proc/mounts");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"root", "reader"})
  void aStopOfABusyMountNamesWhoUsesIt(String user) {
    machine.succeed(
        "su -s /bin/sh -c 'cd /mnt/service && exec sleep 1000' "
            + user
            + " > /dev/null 2>&1 < /dev/null &");
    machine.await("pgrep -x sleep > /tmp/sleep.pid");
    try {
      machine.succeed("systemctl stop aisml@train");

      assertThat(machine.succeed(JOURNAL + " -p warning"))
          .contains(
              "/mnt/service was busy and has been detached: sleep (pid "
                  + machine.succeed("cat /tmp/sleep.pid")
                  + ") uses /mnt/service");
    } finally {
      machine.succeed("kill $(cat /tmp/sleep.pid)");
    }
  }

  @Test
  void waitsForAClusterThatIsDownAtBoot() {
    try (AistoreCluster late = AistoreCluster.start("--targets", "1")) {
      machine.makeSpec(late, "/data/late.json", "/late-copy", 5);
      machine.write(
          "/etc/aisml/late.conf",
          "source=/data/late.json\ndirectory=/mnt/late\nendpoint=" + late.endpoint() + "\n");
      late.stopAll();

      machine.succeed("mkdir -p /mnt/late && systemctl start --no-block aisml@late");
      machine.await("systemctl show -P StatusText aisml@late | grep -q connecting");
      assertThat(machine.sh("systemctl is-active aisml@late").out().strip())
          .isEqualTo("activating");
      late.startAll();

      machine.await("[ $(systemctl is-active aisml@late) = active ]");
      machine.succeed("diff -r /late-copy /mnt/late && systemctl stop aisml@late");
    }
  }

  @Test
  void aTakeoverThatFailsForGoodEndsInACleanUnmountAndAFailedUnit() {
    // Neither what it left nor what it is to read is there, and no other start would find it.
    machine.succeed("mv /data/service.json /data/away && rm /run/aisml/train/plan");

    machine.succeed("systemctl kill --signal=SIGKILL --kill-whom=main aisml@train");

    machine.await("[ $(systemctl is-active aisml@train) = failed ]");
    machine.await("! grep -q /mnt/service /proc/mounts");
    machine.succeed("mv /data/away /data/service.json; systemctl reset-failed aisml@train");
  }

  @Test
  void aProcessThatIsKilledAtEachStartEndsInACleanUnmountAndAFailedUnit() {
    startReaders();
    awaitMoreRounds();

    machine.succeed(
        "while [ $(systemctl is-active aisml@train) != failed ]; do"
            + " pid=$(systemctl show -P MainPID aisml@train); [ $pid = 0 ] || kill -9 $pid; done");

    assertAllIsOver("Start request repeated too quickly");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "/bin/sh -c 'kill -SEGV $$$$', Start request repeated too quickly",
        "/no/such/program, Start request repeated too quickly",
        "/bin/false, Failed with result 'exit-code'"
      })
  void aProgramThatFailsAtEachStartEndsInACleanUnmountAndAFailedUnit(String program, String said) {
    startReaders();
    awaitMoreRounds();
    machine.write(DROP_IN + "/test.conf", "[Service]\nExecStart=\nExecStart=" + program + "\n");
    machine.succeed("systemctl daemon-reload");
    try {
      machine.succeed("systemctl kill --signal=SIGKILL --kill-whom=main aisml@train");

      assertAllIsOver(said);
    } finally {
      machine.succeed("rm -r " + DROP_IN + "; systemctl daemon-reload");
    }
  }

  /** The unit has failed, nothing is mounted, and all readers have ended, each with an error. */
  private static void assertAllIsOver(String said) {
    machine.await("[ $(systemctl is-active aisml@train) = failed ]");
    machine.await("! grep -q /mnt/service /proc/mounts");
    machine.await("! pgrep -x reader > /dev/null");
    assertThat(machine.succeed("ls /tmp/wrong.* | wc -l")).isEqualTo(Integer.toString(READERS));
    assertThat(machine.succeed(JOURNAL)).contains(said);
    assertThat(machine.succeed("systemctl show -P NFileDescriptorStore aisml@train"))
        .isEqualTo("0");
  }

  @Test
  void aServiceThatFailsLeavesTheMountOfAnotherOneAlone() {
    machine.succeed("sed '$acache-memry=1m' /etc/aisml/train.conf > /etc/aisml/second.conf");

    assertThat(machine.sh("systemctl start aisml@second").exitCode()).isNotZero();

    machine.await("[ $(systemctl show -P Result aisml-clean@second) = success ]");
    machine.await("[ -n \"$(systemctl show -P ExecMainExitTimestamp aisml-clean@second)\" ]");
    machine.succeed("diff -r /service-copy /mnt/service");
    assertThat(machine.succeed("journalctl --sync; journalctl -u aisml@second -p err -o cat"))
        .contains("cache-memry");
    machine.succeed("rm /etc/aisml/second.conf; systemctl reset-failed aisml@second");
  }

  @Test
  void aRebootWithReadersThatWaitEndsInTime() {
    startReaders();
    awaitMoreRounds();

    machine.reboot();

    assertThat(machine.succeed("ls /mnt/service")).isEmpty();
  }

  private static void restartWith(String setting) {
    machine.succeed(
        "mkdir -p /run/systemd/system/aisml@train.service.d && printf '[Service]\\n%s\\n' '"
            + setting
            + "' > /run/systemd/system/aisml@train.service.d/test.conf && systemctl daemon-reload"
            + " && systemctl restart aisml@train");
  }

  private static void removeDropIn() {
    machine.succeed("rm -r /run/systemd/system/aisml@train.service.d; systemctl daemon-reload");
  }

  private static String mainPid() {
    return machine.succeed("systemctl show -P MainPID aisml@train");
  }

  private static void startReaders() {
    for (int reader = 0; reader < READERS; reader++) {
      machine.succeed("setsid /root/reader " + reader + " > /dev/null 2>&1 < /dev/null &");
    }
  }

  /** Waits until each reader has read everything once more, or one has found an error. */
  private static void awaitMoreRounds() {
    machine.succeed("rm -f /tmp/*.rounds");
    machine.await(
        "[ $(ls /tmp/*.rounds 2> /dev/null | wc -l) = "
            + READERS
            + " ] || ls /tmp/wrong.* > /dev/null 2>&1");
  }

  private static void endReaders() {
    machine.succeed("touch /tmp/stop");
    machine.await("! pgrep -x reader > /dev/null");
    assertThat(machine.sh("cat /tmp/*.diff; ls /tmp/wrong.*").out()).isEmpty();
  }
}
