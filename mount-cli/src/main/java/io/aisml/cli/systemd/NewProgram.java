package io.aisml.cli.systemd;

import io.aisml.cli.option.Environment;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Replaces this process by the installed version of its program, which keeps one descriptor. */
public final class NewProgram {
  /** The variable in which the launcher says how it was called. */
  static final String LAUNCHER = "AISML_LAUNCHER";

  /** The variable that tells the new program which descriptor the mount's is. */
  static final String DESCRIPTOR = "AISML_FUSE_DESCRIPTOR";

  private static final int F_SETFD = 2;
  private static final int FD_CLOEXEC = 1;
  private static final int STANDARD_DESCRIPTORS = 3;

  private NewProgram() {}

  /**
   * Does not return when it succeeds: the process goes on as the new program.
   *
   * @param arguments of the command, without the program's name
   * @param descriptor stays open
   */
  public static void start(Environment environment, List<String> arguments, int descriptor)
      throws IOException {
    String launcher =
        environment
            .get(LAUNCHER)
            .orElseThrow(() -> new IOException("it is unknown how aisml was called"));
    Map<String, String> variables = new LinkedHashMap<>(environment.variables());
    variables.put(DESCRIPTOR, Integer.toString(descriptor));
    List<String> command = new ArrayList<>(List.of(launcher));
    command.addAll(arguments);
    keepOnly(descriptor);
    LibC.INSTANCE.execve(
        launcher,
        terminated(command.stream()),
        terminated(variables.entrySet().stream().map(v -> v.getKey() + "=" + v.getValue())));
    throw new IOException(launcher + ": " + LibC.error());
  }

  /** Java leaves jars and its own files open over an exec. */
  private static void keepOnly(int descriptor) throws IOException {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path entry : open) {
        int number = Integer.parseInt(entry.getFileName().toString());
        if (number >= STANDARD_DESCRIPTORS) {
          LibC.INSTANCE.fcntl(number, F_SETFD, number == descriptor ? 0 : FD_CLOEXEC);
        }
      }
    }
  }

  private static @Nullable String[] terminated(Stream<String> words) {
    return Stream.concat(words, Stream.of((String) null)).toArray(String[]::new);
  }
}
