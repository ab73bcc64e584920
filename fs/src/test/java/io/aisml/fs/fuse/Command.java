package io.aisml.fs.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A child process that looks into a mount. The JVM that serves a mount never does so itself: a
 * thread that waits for our own answer could not be ended. Every wait has a deadline.
 */
final class Command implements AutoCloseable {
  private static final int DEADLINE_S = 60;

  private final List<String> words;
  private final Process process;
  private final Path out = Files.createTempFile("out", "");
  private final Path err = Files.createTempFile("err", "");

  private Command(List<String> words) throws IOException {
    this.words = words;
    this.process =
        new ProcessBuilder(words)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .start();
  }

  /** What a command has said and how it ended: its status, or 128 and the signal's number. */
  static final class Result {
    private final int status;
    private final byte[] bytes;
    private final String errors;

    Result(int status, byte[] bytes, String errors) {
      this.status = status;
      this.bytes = bytes;
      this.errors = errors;
    }

    int status() {
      return status;
    }

    byte[] bytes() {
      return bytes;
    }

    String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    String errors() {
      return errors;
    }
  }

  static Command start(String... words) throws IOException {
    return new Command(List.of(words));
  }

  /** Starts a Python script; {@code sys.argv[1]} is the first argument. */
  static Command python(String script, String... arguments) throws IOException {
    List<String> words = new ArrayList<>(List.of("python3", "-c", script));
    words.addAll(List.of(arguments));
    return new Command(words);
  }

  /** Runs a command to its end, which must be a good one. */
  static String run(String... words) throws Exception {
    return successOf(start(words));
  }

  /** Runs a Python script to its end, which must be a good one. */
  static String runPython(String script, String... arguments) throws Exception {
    return successOf(python(script, arguments));
  }

  /** Runs a command that is expected to fail. */
  static Result fail(String... words) throws Exception {
    Result result = start(words).await();
    assertThat(result.status()).as(result.errors()).isNotZero();
    return result;
  }

  static byte[] contentOf(String path) throws Exception {
    Result result = start("cat", path).await();
    assertThat(result.status()).as(result.errors()).isZero();
    return result.bytes();
  }

  private static String successOf(Command command) throws Exception {
    Result result = command.await();
    assertThat(result.status()).as("%s: %s", command.words, result.errors()).isZero();
    return result.text();
  }

  long pid() {
    return process.pid();
  }

  /** Sends SIGINT, as Ctrl-C does. */
  void interrupt() throws Exception {
    run("kill", "-INT", Long.toString(pid()));
  }

  Result await() throws Exception {
    try {
      assertThat(process.waitFor(DEADLINE_S, TimeUnit.SECONDS)).as("%s ends", words).isTrue();
      try (InputStream bytes = Files.newInputStream(out)) {
        return new Result(process.exitValue(), bytes.readAllBytes(), Files.readString(err));
      }
    } finally {
      close();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
