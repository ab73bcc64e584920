package io.aisml.cli.systemd;

import io.aisml.cli.option.Environment;
import java.io.IOException;
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

  private NewProgram() {}

  /**
   * Does not return when it succeeds: the process goes on as the new program.
   *
   * @param arguments of the command, without the program's name
   * @param descriptor stays open
   */
  public static void start(Environment environment, List<String> arguments, int descriptor)
      throws IOException {
    String launcher = launcher(environment).toString();
    Map<String, String> variables = new LinkedHashMap<>(environment.variables());
    variables.put(DESCRIPTOR, Integer.toString(descriptor));
    List<String> command = new ArrayList<>(List.of(launcher));
    command.addAll(arguments);
    Descriptors.closeOnExec(number -> number == descriptor);
    LibC.INSTANCE.execve(
        launcher,
        terminated(command.stream()),
        terminated(variables.entrySet().stream().map(v -> v.getKey() + "=" + v.getValue())));
    throw new IOException(launcher + ": " + LibC.error());
  }

  /** How aisml was called: a link of the installed version, as a rule. */
  static Path launcher(Environment environment) throws IOException {
    return environment
        .get(LAUNCHER)
        .map(Path::of)
        .orElseThrow(() -> new IOException("it is unknown how aisml was called"));
  }

  static @Nullable String[] terminated(Stream<String> words) {
    return Stream.concat(words, Stream.of((String) null)).toArray(String[]::new);
  }
}
