package io.aisml.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aisml.cli.host.HostProcess;
import io.aisml.cli.host.MountPoint;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The built command on real mounts of a directory. */
class MountIT {
  private static final String CONTENT = "content of a\n";
  private static final Duration END = Duration.ofSeconds(30);

  @TempDir private Path directory;

  private final List<Path> mounts = new ArrayList<>();
  private Path spec;
  private Path mount;

  @BeforeEach
  void makeStore() throws IOException {
    directory = directory.toRealPath();
    Path bucket = Files.createDirectories(directory.resolve("store/ais/b"));
    Files.writeString(bucket.resolve("a"), CONTENT);
    Files.writeString(bucket.resolve("ü"), "ü");
    spec =
        Files.writeString(
            directory.resolve("s.json"),
            "{\"in\":[{\"objname\":\"a\",\"bucket\":\"b\"},{\"objname\":\"ü\",\"bucket\":\"b\"}]}");
    mount = mountPoint("m");
  }

  @AfterEach
  void leaveNoMount() throws Exception {
    for (Path path : mounts) {
      MountPoint point = MountPoint.of(path);
      if (point.isMounted()) {
        assertThat(aisml("umount", "-l", path.toString()).exitCode()).isZero();
      }
    }
  }

  @Test
  void returnsWhenTheMountAnswersAndEndsWithIt() throws Exception {
    assertMounted();
    assertThat(mount.resolve("b/a")).hasContent(CONTENT);
    HostProcess daemon = daemon();

    assertThat(aisml("umount", mount.toString())).isEqualTo(new Launched.Result(0, "", ""));
    assertThat(daemon.isRunning()).isFalse();
    assertThat(MountPoint.of(mount).isMounted()).isFalse();
  }

  @Test
  void showsNamesAsTheyAreWhateverTheLocale() throws Exception {
    List<String> command =
        List.of(
            "env",
            "-i",
            "AISML_LOG_FILE=" + directory.resolve("mount.log"),
            "PATH=" + System.getenv("PATH"),
            Launched.LAUNCHER.toString(),
            "mount",
            "-o",
            endpoint(),
            spec.toString(),
            mount.toString());

    assertThat(Launched.run(directory, Map.of(), command).exitCode()).isZero();
    assertThat(mount.resolve("b/ü")).hasContent("ü");
  }

  @Test
  void hidesItsOwnFilesAndAnswersThem() throws Exception {
    assertMounted();
    try (Stream<Path> names = Files.list(mount)) {
      assertThat(names).containsExactly(mount.resolve("b"));
    }
    JsonNode config = json(".aisml/config.json");
    assertThat(config.path("endpoint").path("from").asString()).isEqualTo("-o");
    assertThat(Files.readString(mount.resolve(".aisml/request.json")))
        .contains("\"objname\":\"a\"");
    assertThat(mount.resolve(".aisml/errors.jsonl")).isEmptyFile();
  }

  @Test
  void tellsTheStatusOfTheMount() throws Exception {
    assertMounted();
    Files.readString(mount.resolve("b/a"));
    Launched.Result result = aisml("status", "--json", mount.toString());

    assertThat(result.exitCode()).isZero();
    JsonNode status = JsonMapper.shared().readTree(result.out()).get(0);
    assertThat(status.path("directory").asString()).isEqualTo(mount.toString());
    assertThat(status.path("state").asString()).isEqualTo("answers");
    assertThat(status.path("files").path("opens").asInt()).isEqualTo(1);
    assertThat(status.path("store").path("batchRequests").asInt()).isEqualTo(1);
    assertThat(aisml("status").out()).contains(mount + ": answers");
  }

  @Test
  void saysWhatIsWrongWithASpecAndMountsNothing() throws Exception {
    Files.writeString(spec, "{\"in\":[{\"objnam\":\"a\"}]}");
    Launched.Result result = mount();

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("s.json:1:").contains("objnam");
    assertThat(MountPoint.of(mount).isMounted()).isFalse();
  }

  @Test
  void saysThatTheStoreDoesNotAnswer() throws Exception {
    Launched.Result result =
        aisml("mount", "-o", "retry=0s", "--endpoint", closedPort(), spec.toString(), "m");

    assertThat(result.exitCode()).isEqualTo(32);
    assertThat(result.err()).contains("127.0.0.1").doesNotContain("\tat ");
    assertThat(MountPoint.of(mount).isMounted()).isFalse();
  }

  @Test
  void mountsWithoutTheStoreWhenToldTo() throws Exception {
    Launched.Result result =
        aisml("mount", "--lazy-connect", "--endpoint", closedPort(), spec.toString(), "m");

    assertThat(result.exitCode()).isZero();
    assertThat(Files.exists(mount.resolve("b/a"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void endsOnASignalInTheForeground(String signal) throws Exception {
    Launched run = foreground();
    kill(signal, run.process().pid());

    assertThat(run.await().exitCode()).isZero();
    assertThat(MountPoint.of(mount).isMounted()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void endsOnASignalInTheBackground(String signal) throws Exception {
    assertMounted();
    HostProcess daemon = daemon();
    kill(signal, daemon.pid());
    assertThat(daemon.awaitEnd(END)).isTrue();

    assertThat(MountPoint.of(mount).isMounted()).isFalse();
  }

  @Test
  void endsWhenItIsUnmountedFromOutside() throws Exception {
    Launched run = foreground();
    assertThat(command("umount", mount.toString())).isZero();

    assertThat(run.await().exitCode()).isZero();
  }

  @Test
  void namesWhoKeepsAMountBusy() throws Exception {
    assertMounted();
    Process user = user();
    Launched.Result refused = aisml("umount", mount.toString());

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .contains("is busy: sleep (pid " + user.pid() + ") uses " + mount.resolve("b"));
    assertThat(aisml("umount", "-l", mount.toString()).exitCode()).isZero();
    assertThat(MountPoint.of(mount).isMounted()).isFalse();
    user.destroy();
  }

  @Test
  void aSignalDetachesABusyMountAndSaysSo() throws Exception {
    Launched run = foreground();
    Process user = user();
    kill("TERM", run.process().pid());
    Launched.Result result = run.await();

    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).contains("was busy and has been detached: sleep (pid " + user.pid());
    assertThat(MountPoint.of(mount).isMounted()).isFalse();
    user.destroy();
  }

  @Test
  void mountsWhereADeadMountWasLeft() throws Exception {
    leaveDeadMount();
    Launched.Result result = mount();

    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).contains("was left behind by a mount that died");
    assertThat(mount.resolve("b/a")).hasContent(CONTENT);
  }

  @Test
  void unmountsADeadMount() throws Exception {
    leaveDeadMount();
    assertThat(aisml("status", mount.toString()).out()).contains("dead");

    assertThat(aisml("umount", mount.toString()).exitCode()).isZero();
    assertThat(MountPoint.of(mount).isMounted()).isFalse();
    assertThat(Path.of("/run/aisml")).isDirectoryNotContaining("glob:**" + name() + ".[0-9]*");
  }

  private String name() {
    return MountPoint.fileName(mount);
  }

  @Test
  void keepsNoPipeOfItsCaller() throws Exception {
    String line =
        "'%s' mount -o '%s' '%s' '%s' 2>&1 | cat"
            .formatted(Launched.LAUNCHER, endpoint(), spec, mount);

    assertThat(Launched.run(directory, logHere(), List.of("sh", "-c", line)).exitCode()).isZero();
    assertThat(daemonDescriptors()).containsOnly("/dev/null");
    assertThat(MountPoint.of(mount).isMounted()).isTrue();
  }

  @Test
  void holdsNoWorkingDirectory() throws Exception {
    assertMounted();

    assertThat(Path.of("/proc", Long.toString(daemon().pid()), "cwd").toRealPath())
        .isEqualTo(Path.of("/"));
  }

  @Test
  void saysThatAnotherNamespaceStillHasTheMount() throws Exception {
    assertMounted();
    Process container =
        new ProcessBuilder("unshare", "--mount", "--propagation=private", "sleep", "1000").start();
    Path mountinfo = Path.of("/proc", Long.toString(container.pid()), "mountinfo");
    Path own = Path.of("/proc/self/ns/mnt");
    Path its = Path.of("/proc", Long.toString(container.pid()), "ns/mnt");
    await(
        () -> {
          try {
            return Files.readSymbolicLink(its).equals(Files.readSymbolicLink(own)) ? null : true;
          } catch (IOException e) {
            return null; // it has only begun
          }
        });
    HostProcess daemon = daemon();

    Launched.Result result = aisml("umount", mount.toString());

    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).contains("unmounted here").contains("pid " + container.pid());
    assertThat(Files.readString(mountinfo)).contains(mount.toString());
    assertThat(daemon.isRunning()).isTrue();
    container.destroyForcibly();
    assertThat(daemon.awaitEnd(END)).isTrue();
  }

  @Test
  void refusesASecondMountOnTheSameDirectory() throws Exception {
    assertMounted();
    Launched.Result result = mount();

    assertThat(result.exitCode()).isEqualTo(32);
    assertThat(result.err()).contains("is already a mount of aisml");
    assertThat(mount.resolve("b/a")).hasContent(CONTENT);
  }

  @Test
  void mountsOneSourceTwice() throws Exception {
    Path other = mountPoint("other");
    assertMounted();
    assertThat(aisml("mount", "-o", endpoint(), spec.toString(), other.toString()).exitCode())
        .isZero();

    assertThat(mount.resolve("b/a")).hasSameBinaryContentAs(other.resolve("b/a"));
  }

  @Test
  void refusesToGoWithoutOpensWhereThatCanNotBe() throws Exception {
    Launched.Result jnr = aisml("mount", "-o", "open=auto,fuse=jnr", spec.toString(), "m");
    assertThat(jnr.exitCode()).isEqualTo(1);
    assertThat(jnr.err()).contains("open=auto needs fuse=kernel");

    Launched.Result lazy = aisml("mount", "-o", "open=never,sizes=lazy", spec.toString(), "m");
    assertThat(lazy.exitCode()).isEqualTo(1);
    assertThat(lazy.err()).contains("open=never can't go with sizes=lazy");

    Files.writeString(spec, "{\"in\":[{\"bucket\":\"b\",\"objname\":\"missing\"}]}");
    Launched.Result unknown =
        aisml("mount", "-o", endpoint() + ",open=never", spec.toString(), "m");
    assertThat(unknown.exitCode()).isEqualTo(32);
    assertThat(unknown.err()).contains("missing: its size can't be learned");
    assertThat(MountPoint.of(mount).isMounted()).isFalse();
  }

  @Test
  void refusesASourceAndALogBelowTheMountPoint() throws Exception {
    Path inside = Files.copy(spec, mount.resolve("s.json"));
    assertThat(aisml("mount", inside.toString(), mount.toString()).err())
        .contains("lies below the mount point");
    assertThat(aisml("mount", "--log-file", mount + "/l", spec.toString(), mount.toString()).err())
        .contains("the log file")
        .contains("lies below the mount point");
  }

  @Test
  void givesUpWhenItsCallerIsGone() throws Exception {
    Launched run =
        Launched.start(
            directory,
            logHere(),
            List.of(
                Launched.LAUNCHER.toString(),
                "mount",
                "-o",
                "retry=60s",
                "--endpoint",
                closedPort(),
                spec.toString(),
                mount.toString()));
    HostProcess daemon = await(this::waitingDaemon);
    run.process().destroyForcibly();
    assertThat(daemon.awaitEnd(END)).isTrue();

    assertThat(MountPoint.of(mount).isMounted()).isFalse();
  }

  @Test
  void saysThatThereIsNoJava() {
    Launched.Result result =
        Launched.run(
            directory,
            Map.of("AISML_JAVA_HOME", "/nowhere"),
            List.of(Launched.LAUNCHER.toString(), "--version"));

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("AISML_JAVA_HOME=/nowhere is no Java 17 or newer");
  }

  @Test
  void saysThatTheLogCantBeWritten() {
    Launched.Result result =
        aisml("mount", "--log-file=/proc/none/l", spec.toString(), mount.toString());

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("log file /proc/none/l can't be written");
  }

  private Launched.Result mount() {
    return aisml("mount", "-o", endpoint(), spec.toString(), mount.toString());
  }

  private void assertMounted() {
    assertThat(mount()).isEqualTo(new Launched.Result(0, "", ""));
  }

  private Launched foreground() throws Exception {
    Launched run =
        Launched.start(
            directory,
            Map.of(),
            List.of(
                Launched.LAUNCHER.toString(),
                "mount",
                "-f",
                "-o",
                endpoint(),
                spec.toString(),
                mount.toString()));
    await(() -> run.err().contains("is mounted") ? run : null);
    return run;
  }

  private Launched.Result aisml(String... arguments) {
    List<String> command = new ArrayList<>(List.of(Launched.LAUNCHER.toString()));
    command.addAll(List.of(arguments));
    return Launched.run(directory, logHere(), command);
  }

  /** Nothing of a test stays in the host's log directory. */
  private Map<String, String> logHere() {
    return Map.of("AISML_LOG_FILE", directory.resolve("mount.log").toString());
  }

  private String endpoint() {
    return "endpoint=" + directory.resolve("store").toUri().toString().replaceFirst("/$", "");
  }

  private Path mountPoint(String name) throws IOException {
    Path path = Files.createDirectory(directory.resolve(name));
    mounts.add(path);
    return path;
  }

  private HostProcess daemon() throws Exception {
    return new HostProcess(json(".aisml/status.json").path("pid").asLong());
  }

  private JsonNode json(String name) throws IOException {
    return JsonMapper.shared().readTree(Files.readString(mount.resolve(name)));
  }

  private List<String> daemonDescriptors() throws Exception {
    Path descriptors = Path.of("/proc", Long.toString(daemon().pid()), "fd");
    List<String> targets = new ArrayList<>();
    for (String number : List.of("0", "1", "2")) {
      targets.add(Files.readSymbolicLink(descriptors.resolve(number)).toString());
    }
    return targets;
  }

  /** A process that was started for this mount and serves it not yet. */
  private @Nullable HostProcess waitingDaemon() {
    return ProcessHandle.allProcesses()
        .filter(p -> p.info().command().filter(c -> c.endsWith("/java")).isPresent())
        .filter(
            p ->
                p.info().arguments().filter(a -> List.of(a).contains(mount.toString())).isPresent())
        .findFirst()
        .map(p -> new HostProcess(p.pid()))
        .orElse(null);
  }

  /** A process whose working directory is in the mount. */
  private Process user() throws IOException {
    return new ProcessBuilder("sleep", "300").directory(mount.resolve("b").toFile()).start();
  }

  private void leaveDeadMount() throws Exception {
    assertMounted();
    HostProcess daemon = daemon();
    // First the keeper, which would start another one.
    for (ProcessHandle child : ProcessHandle.of(daemon.pid()).orElseThrow().children().toList()) {
      kill("KILL", child.pid());
      assertThat(new HostProcess(child.pid()).awaitEnd(END)).isTrue();
    }
    kill("KILL", daemon.pid());
    assertThat(daemon.awaitEnd(END)).isTrue();
    assertThatThrownBy(() -> Files.readAllBytes(mount.resolve("b/a")))
        .isInstanceOf(IOException.class);
  }

  private static void kill(String signal, long pid) throws Exception {
    assertThat(command("kill", "-" + signal, Long.toString(pid))).isZero();
  }

  private static int command(String... words) throws Exception {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    try (InputStream in = process.getInputStream()) {
      in.readAllBytes();
    }
    return process.waitFor();
  }

  /** The address of a port where nobody listens. */
  private static String closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "http://127.0.0.1:" + socket.getLocalPort();
    }
  }

  private static <T> T await(Supplier<@Nullable T> condition) throws InterruptedException {
    Instant deadline = Instant.now().plus(Duration.ofSeconds(60));
    while (Instant.now().isBefore(deadline)) {
      T value = condition.get();
      if (value != null) {
        return value;
      }
      Thread.sleep(20);
    }
    throw new AssertionError("did not come to pass within 60 s");
  }
}
