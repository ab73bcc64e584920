package io.aisml.fs.fuse.kernel;

import io.aisml.fs.fuse.MountException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.byref.IntByReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program that hands a descriptor back through the socket whose number it finds in {@code
 * _FUSE_COMMFD} (libfuse {@code lib/mount.c: receive_fd}). Java's own way of starting processes
 * closes inherited descriptors. The layouts are those of 64-bit Linux.
 */
final class DescriptorSender {
  private static final int AF_UNIX = 1;
  private static final int SOCK_STREAM = 1;
  private static final int SOCK_CLOEXEC = LibC.O_CLOEXEC;
  private static final int MSG_CMSG_CLOEXEC = 0x40000000;
  private static final int SCM_RIGHTS = 1;
  private static final int WNOHANG = 1;
  private static final short POLLIN = 1;

  /** The socket's number in the program; 0, 1 and 2 are taken. */
  private static final int COMMFD = 3;

  /** At least {@code sizeof(posix_spawn_file_actions_t)}, which is 80. */
  private static final int FILE_ACTIONS = 256;

  private static final Runtime RUNTIME = Runtime.getSystemRuntime();

  private final LibC libc = LibC.INSTANCE;
  private final int milliseconds;

  private DescriptorSender(int milliseconds) {
    this.milliseconds = milliseconds;
  }

  /**
   * What came of it.
   *
   * @param descriptor -1 when none was sent
   * @param errors what the program wrote to its standard error, stripped
   */
  record Outcome(int descriptor, String errors) {}

  /**
   * Runs the program to its end.
   *
   * @param command the program's path and its arguments
   */
  static Outcome run(List<String> command, int milliseconds) throws MountException {
    return new DescriptorSender(milliseconds).run(command);
  }

  private Outcome run(List<String> command) throws MountException {
    int[] socket = new int[2];
    int[] errors = new int[2];
    if (libc.socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, socket) != 0) {
      throw new MountException("socketpair: " + libc.strerror(LibC.errno()));
    }
    if (libc.pipe2(errors, LibC.O_CLOEXEC) != 0) {
      int errno = LibC.errno();
      libc.close(socket[0]);
      libc.close(socket[1]);
      throw new MountException("pipe2: " + libc.strerror(errno));
    }
    try {
      int pid;
      try {
        pid = spawn(command, socket[1], errors[1]);
      } finally {
        libc.close(socket[1]); // so that its end is seen when the program ends
        libc.close(errors[1]);
      }
      int descriptor = receive(socket[0]);
      String said = readAll(errors[0]);
      // A program that has not closed its standard error in time hangs: do not hang with it.
      libc.waitpid(pid, new IntByReference(), isReadable(errors[0]) ? 0 : WNOHANG);
      return new Outcome(descriptor, said);
    } finally {
      libc.close(socket[0]);
      libc.close(errors[0]);
    }
  }

  private int spawn(List<String> command, int socket, int errors) throws MountException {
    Pointer actions = Memory.allocateDirect(RUNTIME, FILE_ACTIONS, true);
    libc.posix_spawn_file_actions_init(actions);
    try {
      libc.posix_spawn_file_actions_adddup2(actions, errors, 2);
      libc.posix_spawn_file_actions_adddup2(actions, socket, COMMFD);
      IntByReference pid = new IntByReference();
      @Nullable String[] environment = {"_FUSE_COMMFD=" + COMMFD, "PATH=/usr/bin:/bin", null};
      @Nullable String[] arguments =
          Stream.concat(command.stream(), Stream.of((String) null)).toArray(String[]::new);
      int errno = libc.posix_spawn(pid, command.get(0), actions, null, arguments, environment);
      if (errno != 0) {
        throw new MountException(command.get(0) + ": " + libc.strerror(errno));
      }
      return pid.getValue();
    } finally {
      libc.posix_spawn_file_actions_destroy(actions);
    }
  }

  /** Waits for the message that carries the descriptor; -1 when the program ends without one. */
  private int receive(int socket) {
    if (!isReadable(socket)) {
      return -1;
    }
    Pointer data = Memory.allocateDirect(RUNTIME, 8, true);
    Pointer vector = Memory.allocateDirect(RUNTIME, 16, true);
    vector.putAddress(0, data.address());
    vector.putLong(8, 1);
    Pointer control = Memory.allocateDirect(RUNTIME, 24, true); // cmsghdr of 16 bytes, one int
    Pointer message = Memory.allocateDirect(RUNTIME, 56, true); // struct msghdr
    message.putAddress(16, vector.address());
    message.putLong(24, 1);
    message.putAddress(32, control.address());
    message.putLong(40, 24);
    boolean sent = libc.recvmsg(socket, message, MSG_CMSG_CLOEXEC) > 0;
    return sent && control.getInt(12) == SCM_RIGHTS ? control.getInt(16) : -1;
  }

  private String readAll(int pipe) {
    Pointer buffer = Memory.allocateDirect(RUNTIME, 4096);
    StringBuilder text = new StringBuilder();
    while (isReadable(pipe)) {
      int count = (int) libc.read(pipe, buffer.address(), 4096);
      if (count <= 0) {
        break;
      }
      byte[] bytes = new byte[count];
      buffer.get(0, bytes, 0, count);
      text.append(new String(bytes, StandardCharsets.UTF_8));
    }
    return text.toString().strip();
  }

  /** Whether there is something to read, or the end, within the time. */
  private boolean isReadable(int descriptor) {
    Pointer pollfd = Memory.allocateDirect(RUNTIME, 8, true);
    pollfd.putInt(0, descriptor);
    pollfd.putShort(4, POLLIN);
    return libc.poll(pollfd, 1, milliseconds) == 1;
  }
}
