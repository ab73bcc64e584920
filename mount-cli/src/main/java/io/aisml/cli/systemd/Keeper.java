package io.aisml.cli.systemd;

import io.aisml.cli.option.Environment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.byref.IntByReference;

/**
 * A small process that keeps the descriptor of a mount which is no service, and starts a process to
 * take the mount over when this one dies: the script {@code keeper} beside the launcher. It is the
 * child of the process that made the mount, because an ordinary user's descriptor comes to that
 * process alone, from fusermount3.
 */
public final class Keeper {
  /** The variable that tells the next process where the runtime directory is. */
  static final String RUNTIME_DIRECTORY = "AISML_RUNTIME_DIRECTORY";

  /** The variable that tells the next process what the paths of its arguments are relative to. */
  private static final String WORKING_DIRECTORY = "AISML_WORKING_DIRECTORY";

  /** Where the script finds the mount's descriptor, and the pipe that ends with this process. */
  private static final int MOUNT = 3;

  private static final int PIPE = 4;

  private static final int F_DUPFD_CLOEXEC = 1030;
  private static final int O_RDWR = 2;
  private static final int O_CLOEXEC = 02000000;
  private static final short POSIX_SPAWN_SETSID = 0x80;

  /** Above {@code sizeof(posix_spawnattr_t)}, 336, and of the file actions, 80. */
  private static final int SPAWN_STRUCT = 512;

  private static final Runtime RUNTIME = Runtime.getSystemRuntime();

  private Keeper() {}

  /**
   * Starts one. It ends when this process has ended and removed the runtime directory before.
   *
   * @param arguments of this process's command, to run it again
   * @param descriptor of the mount at {@code point}
   */
  public static void start(
      Environment environment,
      List<String> arguments,
      RuntimeDirectory runtime,
      Path point,
      int descriptor)
      throws IOException {
    Path launcher = NewProgram.launcher(environment);
    Path script = launcher.toRealPath().resolveSibling("keeper");
    List<String> command = new ArrayList<>(List.of("/bin/sh", script.toString()));
    command.add(launcher.toString());
    command.add(point.toString());
    command.addAll(arguments);
    Map<String, String> variables = new LinkedHashMap<>(environment.variables());
    variables.put(RUNTIME_DIRECTORY, runtime.directory().toString());
    variables.put(WORKING_DIRECTORY, System.getProperty("user.dir"));
    int[] pipe = new int[2];
    check(LibC.INSTANCE.pipe2(pipe, O_CLOEXEC) == 0, "pipe2");
    // The end to write to stays open until this process ends, however it does.
    try {
      Descriptors.closeOnExec(number -> false);
      spawn(command, variables, descriptor, pipe[0]);
    } finally {
      LibC.INSTANCE.close(pipe[0]);
    }
  }

  private static void spawn(
      List<String> command, Map<String, String> variables, int descriptor, int pipe)
      throws IOException {
    LibC libc = LibC.INSTANCE;
    // Out of the way of the numbers that they are to get.
    int mount = libc.fcntl(descriptor, F_DUPFD_CLOEXEC, PIPE + 1);
    int end = libc.fcntl(pipe, F_DUPFD_CLOEXEC, PIPE + 1);
    Pointer actions = Memory.allocateDirect(RUNTIME, SPAWN_STRUCT, true);
    Pointer attributes = Memory.allocateDirect(RUNTIME, SPAWN_STRUCT, true);
    libc.posix_spawn_file_actions_init(actions);
    libc.posix_spawnattr_init(attributes);
    try {
      check(mount >= 0 && end >= 0, "fcntl");
      // No terminal, and no pipe of the caller that waits until nobody has it open.
      for (int standard = 0; standard < MOUNT; standard++) {
        libc.posix_spawn_file_actions_addopen(actions, standard, "/dev/null", O_RDWR, 0);
      }
      libc.posix_spawn_file_actions_adddup2(actions, mount, MOUNT);
      libc.posix_spawn_file_actions_adddup2(actions, end, PIPE);
      libc.posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSID);
      int errno =
          libc.posix_spawn(
              new IntByReference(),
              command.get(0),
              actions,
              attributes,
              NewProgram.terminated(command.stream()),
              NewProgram.terminated(
                  variables.entrySet().stream().map(v -> v.getKey() + "=" + v.getValue())));
      if (errno != 0) {
        throw new IOException(command.get(0) + ": " + libc.strerror(errno));
      }
    } finally {
      libc.posix_spawn_file_actions_destroy(actions);
      libc.posix_spawnattr_destroy(attributes);
      Stream.of(mount, end).filter(number -> number >= 0).forEach(libc::close);
    }
  }

  private static void check(boolean succeeded, String call) throws IOException {
    if (!succeeded) {
      throw new IOException(call + ": " + LibC.error());
    }
  }
}
