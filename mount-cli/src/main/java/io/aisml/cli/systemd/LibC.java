package io.aisml.cli.systemd;

import jnr.ffi.LastError;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.annotations.Encoding;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.byref.IntByReference;
import jnr.ffi.types.ssize_t;
import org.jspecify.annotations.Nullable;

/**
 * The system calls that Java has no way to make. Public only because jnr-ffi implements it in a
 * package of its own.
 */
public interface LibC {
  /** Loaded once; symbols are bound at their first call. */
  LibC INSTANCE = LibraryLoader.create(LibC.class).load("c");

  int socket(int domain, int type, int protocol);

  @ssize_t
  long sendmsg(int descriptor, Pointer message, int flags);

  int setsid();

  int close(int descriptor);

  int pipe2(@Out int[] pair, int flags);

  int posix_spawn_file_actions_init(Pointer actions);

  int posix_spawn_file_actions_addopen(
      Pointer actions, int descriptor, @Encoding("UTF-8") String path, int flags, int mode);

  int posix_spawn_file_actions_adddup2(Pointer actions, int descriptor, int target);

  int posix_spawn_file_actions_destroy(Pointer actions);

  int posix_spawnattr_init(Pointer attributes);

  int posix_spawnattr_setflags(Pointer attributes, short flags);

  int posix_spawnattr_destroy(Pointer attributes);

  int posix_spawn(
      @Out IntByReference pid,
      @Encoding("UTF-8") String path,
      Pointer actions,
      Pointer attributes,
      @In @Encoding("UTF-8") @Nullable String[] arguments,
      @In @Encoding("UTF-8") @Nullable String[] environment);

  int fcntl(int descriptor, int command, int argument);

  int execve(
      @Encoding("UTF-8") String path,
      @In @Encoding("UTF-8") @Nullable String[] arguments,
      @In @Encoding("UTF-8") @Nullable String[] environment);

  String strerror(int errno);

  /** What this thread's last call failed with. */
  static String error() {
    return INSTANCE.strerror(LastError.getLastError(Runtime.getSystemRuntime()));
  }
}
