package io.aisml.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A run of the built {@code bin/aisml} or another command. Output goes to files. */
public final class Launched {
  public static final Path LAUNCHER = Path.of("target", "aisml", "bin", "aisml").toAbsolutePath();

  /** A machine full of other tests is slow; a run that hangs is caught all the same. */
  private static final Duration DEADLINE = Duration.ofSeconds(90);

  /** Of libgcrypt, which ffmpeg and PyTorch load, in a container that may not lock memory. */
  private static final String UNLOCKED = "Warning: using insecure memory!\n";

  private final Process process;
  private final Path out;
  private final Path err;

  private Launched(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** What a run left behind. */
  public record Result(int exitCode, String out, String err) {}

  /** Runs a command to its end. */
  public static Result run(Path directory, Map<String, String> environment, List<String> command) {
    return start(directory, environment, command).await();
  }

  /** Starts a command; its two output files are made in {@code directory}. */
  public static Launched start(
      Path directory, Map<String, String> environment, List<String> command) {
    try {
      Path out = Files.createTempFile(directory, "out", ".txt");
      Path err = Files.createTempFile(directory, "err", ".txt");
      ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command));
      builder.directory(directory.toFile());
      builder.redirectOutput(out.toFile());
      builder.redirectError(err.toFile());
      builder.environment().putAll(environment);
      return new Launched(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Process process() {
    return process;
  }

  /** Waits for the end. */
  public Result await() {
    try {
      if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("not ended within " + DEADLINE + ": " + err());
      }
      return new Result(process.exitValue(), out(), err());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public String out() {
    return read(out);
  }

  public String err() {
    return read(err);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8).replace(UNLOCKED, "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
