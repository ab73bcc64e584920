package io.aisml.cli.mounted;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.cli.Launched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A mount that the built command has made. The tests' JVM never looks into it: all that reads is a
 * child process with a deadline, so that a mount that hangs fails its test and nothing else.
 */
public final class MountedCommand implements AutoCloseable {
  private static final Duration END = Duration.ofSeconds(60);

  private final Path directory;
  private final Path point;
  private final Path log;
  private final ProcessHandle daemon;
  private final List<Launched> children = new ArrayList<>();
  private boolean closed;

  private MountedCommand(Path directory, Path point, Path log) {
    this.directory = directory;
    this.point = point;
    this.log = log;
    this.daemon = ProcessHandle.of(status().path("pid").asLong()).orElseThrow();
  }

  /**
   * Mounts, which must go well.
   *
   * @param directory for the output of children
   * @param point is made
   * @param log the daemon's
   */
  static MountedCommand mount(
      Path directory, Path point, Path log, Map<String, String> environment, List<String> words)
      throws IOException {
    Files.createDirectory(point);
    List<String> command = new ArrayList<>(List.of(Launched.LAUNCHER.toString(), "mount"));
    command.add("--log-file=" + log);
    command.addAll(words);
    command.add(point.toString());
    Launched.Result result = Launched.run(directory, environment, command);
    assertThat(result.exitCode()).as("%s: %s", command, result.err()).isZero();
    return new MountedCommand(directory, point, log);
  }

  /** Where it is mounted. */
  public Path point() {
    return point;
  }

  /** A file or directory of it. */
  public Path path(String name) {
    return point.resolve(name);
  }

  /** The process that serves it. */
  public ProcessHandle daemon() {
    return daemon;
  }

  /** What the daemon has logged so far. */
  public String log() throws IOException {
    return Files.exists(log) ? Files.readString(log) : "";
  }

  /** Starts a child process. */
  public Launched start(String... words) {
    Launched child = Launched.start(directory, Map.of(), List.of(words));
    children.add(child);
    return child;
  }

  /** Runs a child process to its end, however that is. */
  public Launched.Result run(String... words) {
    return start(words).await();
  }

  /** Runs a child process to a good end and tells what it said. */
  public String succeed(String... words) {
    Launched.Result result = run(words);
    assertThat(result.exitCode())
        .as("%s: %s%s", List.of(words), result.out(), result.err())
        .isZero();
    return result.out();
  }

  /** The content of a file of text. */
  public String cat(String name) {
    return succeed("cat", path(name).toString());
  }

  /** The SHA-256 of a file's content, in hex. */
  public String sha256(String name) {
    return sha256(path(name));
  }

  /** The SHA-256 of any file's content, in hex. */
  String sha256(Path file) {
    return succeed("sha256sum", "--zero", file.toString()).substring(0, 64);
  }

  /** Checks that it holds what a directory holds: the same names with the same bytes. */
  public void assertSameAs(Path expected) {
    Launched.Result result =
        run("diff", "--recursive", "--no-dereference", expected.toString(), point.toString());
    assertThat(result).isEqualTo(new Launched.Result(0, "", ""));
  }

  /** Checks that a file can't be opened, for this reason: {@code No such file or directory}. */
  public void assertFails(String name, String reason) {
    Launched.Result result = run("cat", path(name).toString());
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains(reason);
  }

  /** {@code .aisml/status.json}. */
  public JsonNode status() {
    return JsonMapper.shared().readTree(cat(".aisml/status.json"));
  }

  /** A number in {@code .aisml/status.json}, by its JSON pointer: {@code /store/batchRequests}. */
  public long counter(String pointer) {
    JsonNode number = status().at(pointer);
    assertThat(number.isNumber()).as(pointer).isTrue();
    return number.asLong();
  }

  /** Sends the daemon a signal, which must end it and the mount. */
  public void endBy(String signal) throws IOException {
    closed = true;
    succeed("kill", "-" + signal, Long.toString(daemon.pid()));
    assertThat(daemon.onExit()).succeedsWithin(END);
    assertGone();
  }

  /** The most memory that the daemon ever had, in bytes. */
  public long peakMemory() throws IOException {
    return 1024 * numberInProc("status", "VmHWM:");
  }

  /** What the daemon had written to disks, in bytes. */
  public long bytesWrittenToDisk() throws IOException {
    return numberInProc("io", "write_bytes:");
  }

  private long numberInProc(String file, String label) throws IOException {
    Path path = Path.of("/proc", Long.toString(daemon.pid()), file);
    String line =
        Files.readAllLines(path).stream()
            .filter(l -> l.startsWith(label))
            .findFirst()
            .orElseThrow();
    return Long.parseLong(line.replaceAll("[^0-9]", ""));
  }

  /** Makes the kernel forget the content of all files, so that it asks the daemon again. */
  public void dropPages() {
    succeed(
        "find",
        point.toString(),
        "-type",
        "f",
        "-exec",
        "dd",
        "if={}",
        "iflag=nocache",
        "count=0",
        "status=none",
        ";");
  }

  /** Unmounts, and checks that nothing is left: no mount, no daemon. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    children.stream().map(Launched::process).forEach(MountedCommand::kill);
    assertThat(daemon.isAlive()).as("the daemon lives until the unmount").isTrue();
    Launched.Result result = umount();
    if (result.exitCode() != 0) {
      umount("--lazy");
    }
    assertThat(daemon.onExit()).succeedsWithin(END);
    assertThat(result).isEqualTo(new Launched.Result(0, "", ""));
    assertGone();
  }

  private void assertGone() throws IOException {
    assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(" " + point + " ");
  }

  /** A child that has not been reaped may still hold a file open. */
  private static void kill(Process child) {
    assertThat(child.destroyForcibly().onExit()).succeedsWithin(END);
  }

  private Launched.Result umount(String... options) {
    List<String> command = new ArrayList<>(List.of(Launched.LAUNCHER.toString(), "umount"));
    command.addAll(List.of(options));
    command.add(point.toString());
    return Launched.run(directory, Map.of(), command);
  }
}
