package io.aisml.cli.mounted;

import static io.aisml.cli.mounted.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.cli.Launched;
import io.aisml.fetcher.archive.TestMember;
import io.aisml.fetcher.testing.AistoreCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A mount in the background outlives its process, on a kernel that sends requests again and on one
 * that does not.
 */
class KeeperIT {
  private static final int READERS = 16;
  private static final int FILES = 300;

  /** More than what is let pass within a minute. */
  private static final int CRASHES = 11;

  private static final String ONE_WAITS = "(?s).*\"waiting\" ?: ?1.*";

  private static AistoreCluster cluster;

  @RegisterExtension private final Mounts mounts = new Mounts();
  private Path expected;
  private Path spec;
  private Path point;

  @BeforeAll
  static void start() {
    cluster = AistoreCluster.start("--targets", "1");
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void prepare() throws IOException {
    String bucket = cluster.newBucket("kept");
    expected = mounts.directory().resolve("expected");
    Spec written = new Spec();
    for (int i = 0; i < FILES; i++) {
      String name = "%03d".formatted(i);
      byte[] content = TestMember.of(name, 20_000 + 37 * i).content();
      ObjectStore.write(expected.resolve(name), content);
      cluster.put(bucket, name, content);
      written.object(bucket, name);
    }
    spec = mounts.file("s.json", written.json());
    point = Files.createDirectory(mounts.directory().resolve("kept"));
  }

  @AfterEach
  void unmount() {
    run("sh", "-c", "umount -l '%s' 2> /dev/null || true".formatted(point));
  }

  private void mount(boolean resend) {
    Launched.Result result =
        run(
            "env",
            "AISML_JAVA_OPTS=-Daisml.resend=" + resend,
            Launched.LAUNCHER.toString(),
            "mount",
            "--endpoint=" + cluster.endpoint(),
            "--omit-src-bck",
            // So small that files are loaded again and again.
            "--cache-memory=4m",
            "--open-timeout=5m",
            "--log-file=" + log(),
            spec.toString(),
            point.toString());
    assertThat(result.exitCode()).as(result.err()).isZero();
  }

  private Path log() {
    return mounts.directory().resolve("kept.log");
  }

  private Launched.Result run(String... words) {
    return start(words).await();
  }

  private Launched start(String... words) {
    return Launched.start(mounts.directory(), Map.of(), List.of(words));
  }

  /** The processes whose command line has both: of the daemon, or of its keeper. */
  private List<ProcessHandle> processes(String program) {
    return ProcessHandle.allProcesses()
        .filter(process -> commandLine(process).contains(program))
        .filter(process -> commandLine(process).contains(point.toString()))
        .toList();
  }

  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
    } catch (IOException e) {
      return ""; // it has ended
    }
  }

  private Optional<ProcessHandle> daemon() {
    return processes("io.aisml.cli.Main").stream().findFirst();
  }

  private void kill(ProcessHandle process) throws Exception {
    assertThat(process.destroyForcibly()).isTrue();
    until(() -> !process.isAlive());
  }

  private long takeOvers() throws IOException {
    try (Stream<String> lines = Files.lines(log())) {
      return lines.filter(line -> line.contains("taken over from the process before")).count();
    }
  }

  private List<Path> runtimeDirectories() throws IOException {
    String name = point.toString().substring(1).replace("-", "--").replace('/', '-') + ".";
    try (Stream<Path> all = Files.list(Path.of("/run/aisml"))) {
      return all.filter(path -> path.getFileName().toString().startsWith(name)).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void readersSeeNoErrorAndNoWrongByteWhileItIsKilledAgainAndAgain(boolean resend)
      throws Exception {
    mount(resend);
    Path stop = mounts.directory().resolve("stop");
    String reader =
        "while [ ! -e '%s' ]; do diff -r '%s' '%s' || exit 1; echo; done"
            .formatted(stop, expected, point);
    List<Launched> readers = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      readers.add(start("sh", "-c", reader));
    }
    for (int kill = 1; kill <= 5; kill++) {
      awaitMoreRounds(readers);
      kill(daemon().orElseThrow());
      int so = kill;
      until(() -> takeOvers() == so);
    }
    awaitMoreRounds(readers);
    Files.createFile(stop);
    for (Launched one : readers) {
      Launched.Result result = one.await();
      assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
    }
    assertThat(runtimeDirectories()).hasSize(1);
    assertThat(run(Launched.LAUNCHER.toString(), "umount", point.toString()).exitCode()).isZero();
    until(() -> processes("keeper").isEmpty() && runtimeDirectories().isEmpty());
  }

  private static void awaitMoreRounds(List<Launched> readers) throws Exception {
    List<Integer> before = readers.stream().map(reader -> reader.out().length()).toList();
    until(
        () -> {
          for (int i = 0; i < READERS; i++) {
            assertThat(readers.get(i).err()).isEmpty();
            if (readers.get(i).out().length() == before.get(i)) {
              return false;
            }
          }
          return true;
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void answersWhatTheProcessThatDiedHadReadAndNotAnswered(boolean resend) throws Exception {
    mount(resend);
    String content = run("sha256sum", "--zero", expected.resolve("007").toString()).out();
    cluster.stopAll();
    Launched reader = start("sha256sum", "--zero", point.resolve("007").toString());
    until(() -> run("cat", point + "/.aisml/status.json").out().matches(ONE_WAITS));

    kill(daemon().orElseThrow());
    until(() -> takeOvers() == 1);
    cluster.startAll();

    Launched.Result result = reader.await();
    assertThat(result.err()).as(run("cat", point + "/.aisml/errors.jsonl").out()).isEmpty();
    assertThat(result.out().substring(0, 64)).isEqualTo(content.substring(0, 64));
  }

  @Test
  void aCrashLoopEndsInACleanUnmount() throws Exception {
    mount(true);
    Launched reader =
        start("sh", "-c", "while cat '%s'/* > /dev/null; do :; done".formatted(point));
    for (int crash = 0; crash < CRASHES; crash++) {
      until(() -> daemon().isPresent());
      kill(daemon().orElseThrow());
    }

    assertThat(reader.await().exitCode()).isZero(); // of the loop: cat got an error
    assertThat(reader.err()).isNotEmpty();
    until(() -> processes("keeper").isEmpty());
    assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(point + " ");
    assertThat(runtimeDirectories()).isEmpty();
    assertThat(processes("io.aisml.cli.Main")).isEmpty();
  }

  @Test
  void aMountThatWasDetachedEndsWithItsProcess() throws Exception {
    mount(true);
    Launched user = start("sh", "-c", "cd '%s' && echo there && exec sleep 1000".formatted(point));
    until(() -> user.out().contains("there"));
    assertThat(run("umount", "-l", point.toString()).exitCode()).isZero();
    assertThat(processes("keeper")).hasSize(1);

    kill(daemon().orElseThrow());

    until(() -> processes("keeper").isEmpty() && processes("io.aisml.cli.Main").isEmpty());
    assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(point + " ");
    assertThat(runtimeDirectories()).isEmpty();
    user.process().destroyForcibly();
  }
}
