package io.aisml.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fetcher.testing.AistoreCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Debian or Ubuntu with its own systemd, booted in a container, with the built package installed
 * by apt. It shares the host's network, and so reaches a cluster on loopback. {@code
 * src/test/container/machine} makes it.
 */
final class Machine implements AutoCloseable {
  /** Where the package's file lies in the machine. */
  static final String PACKAGE = "/root/aisml_all.deb";

  private static final Path SCRIPT = Path.of("src/test/container/machine").toAbsolutePath();
  private static final Path BUILT = Path.of("target/aisml_all.deb").toAbsolutePath();

  /** What the build makes for hosts without apt. */
  static final Path TARBALL = built("aisml-*.tar.gz");

  /** Longer than any command may take on a host full of other tests. */
  private static final int DEADLINE_SECONDS = 120;

  /** The first start installs the system. */
  private static final int START_SECONDS = 900;

  private final Path directory;
  private final Path root;

  private Machine(Path directory) {
    this.directory = directory;
    this.root = directory.resolve("root");
  }

  /** What a command left behind. */
  record Result(int exitCode, String out, String err) {}

  /** Boots one and installs the package. That it can't be done fails the test, with the reason. */
  static Machine start() {
    try {
      Path directory = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "machine");
      Machine machine = new Machine(directory);
      Result started =
          run(START_SECONDS, List.of(SCRIPT.toString(), "start", directory.toString()));
      if (started.exitCode() != 0) {
        machine.close();
        throw new AssertionError("no systemd can be booted here: " + started.err());
      }
      machine.copy(BUILT, PACKAGE);
      machine.succeed("apt-get install --yes " + PACKAGE);
      return machine;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file of the machine, as this process sees it. Never of a mount in it. */
  Path file(String absolute) {
    return root.resolve(absolute.substring(1));
  }

  /** Copies a file into the machine. */
  void copy(Path from, String absolute) {
    try {
      Files.copy(from, file(absolute));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path built(String pattern) {
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(Path.of("target").toAbsolutePath(), pattern)) {
      return found.iterator().next();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file in the machine, and the directories above it. */
  void write(String absolute, String content) {
    try {
      Files.createDirectories(file(absolute).getParent());
      Files.writeString(file(absolute), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a line of shell, as root, to its end. */
  Result sh(String line) {
    return run(
        DEADLINE_SECONDS,
        List.of(SCRIPT.toString(), "run", directory.toString(), "sh", "-c", line));
  }

  /** Runs a line of shell that must end well, and tells what it said. */
  String succeed(String line) {
    Result result = sh(line);
    assertThat(result.exitCode()).as("%s: %s%s", line, result.out(), result.err()).isZero();
    return result.out().strip();
  }

  /** Waits until a line of shell ends well. */
  void await(String line) {
    Result result =
        sh("for i in $(seq 150); do if " + line + "; then exit 0; fi; sleep 0.2; done; exit 1");
    assertThat(result.exitCode())
        .as("%s: %s%s", line, result.err(), sh("journalctl --no-pager -n 60").out())
        .isZero();
  }

  /** Reboots it: all that was mounted is gone, all units start anew. */
  void reboot() {
    Result result =
        run(DEADLINE_SECONDS, List.of(SCRIPT.toString(), "reboot", directory.toString()));
    assertThat(result.exitCode()).as(result.err()).isZero();
  }

  /** Makes a bucket of small files and a spec that names them all; the directory holds a copy. */
  void makeSpec(AistoreCluster cluster, String spec, String copy, int files) {
    String bucket = cluster.newBucket("machine");
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < files; i++) {
      byte[] content = new byte[1000 + 37 * (i % 97)];
      Arrays.fill(content, (byte) (i * 31));
      content[0] = (byte) i;
      content[1] = (byte) (i >> 8);
      String name = "f/%05d.bin".formatted(i);
      cluster.put(bucket, name, content);
      writeBytes(copy + "/" + bucket + "/" + name, content);
      entries.add("{\"bucket\":\"%s\",\"objname\":\"%s\"}".formatted(bucket, name));
    }
    write(spec, "{\"in\":[" + String.join(",\n", entries) + "]}");
  }

  private void writeBytes(String absolute, byte[] content) {
    try {
      Files.createDirectories(file(absolute).getParent());
      Files.write(file(absolute), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    run(DEADLINE_SECONDS, List.of(SCRIPT.toString(), "stop", directory.toString()));
  }

  private static Result run(int seconds, List<String> command) {
    try {
      Path out = Files.createTempFile(Path.of("target"), "out", ".txt");
      Path err = Files.createTempFile(Path.of("target"), "err", ".txt");
      Process process =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(command + " has not ended within " + seconds + " s");
      }
      Result result =
          new Result(
              process.exitValue(),
              Files.readString(out, StandardCharsets.UTF_8),
              Files.readString(err, StandardCharsets.UTF_8));
      Files.delete(out);
      Files.delete(err);
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
