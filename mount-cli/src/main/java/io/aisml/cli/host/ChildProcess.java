package io.aisml.cli.host;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A short command in a process of its own. Whatever may touch a mount runs this way: a process that
 * waits for a mount that does not answer can't always be killed, and it must not be this one.
 */
public final class ChildProcess {
  private ChildProcess() {}

  /**
   * What a command left behind.
   *
   * @param output what it wrote to standard output, as UTF-8
   * @param error what it wrote to standard error, one line
   */
  public record Result(int exitCode, String output, String error) {}

  /**
   * Runs a command, in the C locale, without input.
   *
   * @return empty when it has not ended in time; it was then killed, and is left to itself
   * @throws IOException when there is no such command
   */
  public static Optional<Result> run(Duration within, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    process.getOutputStream().close();
    CompletableFuture<String> output = readAll(process.getInputStream());
    CompletableFuture<String> error = readAll(process.getErrorStream());
    try {
      if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
        return Optional.empty();
      }
      return Optional.of(
          new Result(process.exitValue(), output.join(), error.join().strip().replace('\n', ' ')));
    } finally {
      process.destroyForcibly();
    }
  }

  private static CompletableFuture<String> readAll(InputStream in) {
    CompletableFuture<String> text = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              ByteArrayOutputStream all = new ByteArrayOutputStream();
              try (in) {
                in.transferTo(all);
                text.complete(all.toString(StandardCharsets.UTF_8));
              } catch (IOException e) {
                text.completeExceptionally(new UncheckedIOException(e));
              }
            },
            "child-output");
    thread.setDaemon(true);
    thread.start();
    return text;
  }
}
