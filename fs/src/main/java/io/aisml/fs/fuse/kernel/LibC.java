package io.aisml.fs.fuse.kernel;

import jnr.ffi.LastError;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.annotations.Encoding;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.byref.IntByReference;
import jnr.ffi.types.intptr_t;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;
import jnr.ffi.types.u_int64_t;
import org.jspecify.annotations.Nullable;

/**
 * The system calls that the binding needs. Those on the hot path take addresses as numbers. Public
 * only because jnr-ffi implements it in a package of its own.
 */
public interface LibC {
  /** Loaded once; symbols are bound at their first call. */
  LibC INSTANCE = LibraryLoader.create(LibC.class).load("c");

  int O_RDWR = 2;
  int O_CLOEXEC = 02000000;

  int open(@Encoding("UTF-8") String path, int flags);

  int close(int descriptor);

  @ssize_t
  long read(int descriptor, @intptr_t long buffer, @size_t long count);

  @ssize_t
  long writev(int descriptor, @intptr_t long vectors, int count);

  int poll(Pointer descriptors, @u_int64_t long count, int milliseconds);

  int mount(
      @Encoding("UTF-8") String source,
      @Encoding("UTF-8") String target,
      String type,
      @u_int64_t long flags,
      @Encoding("UTF-8") String data);

  int umount2(@Encoding("UTF-8") String target, int flags);

  int getuid();

  int getgid();

  int geteuid();

  int socketpair(int domain, int type, int protocol, @Out int[] pair);

  int pipe2(@Out int[] pair, int flags);

  @ssize_t
  long recvmsg(int descriptor, Pointer message, int flags);

  int posix_spawn_file_actions_init(Pointer actions);

  int posix_spawn_file_actions_adddup2(Pointer actions, int descriptor, int target);

  int posix_spawn_file_actions_destroy(Pointer actions);

  int posix_spawn(
      @Out IntByReference pid,
      @Encoding("UTF-8") String path,
      Pointer actions,
      @Nullable Pointer attributes,
      @In @Encoding("UTF-8") @Nullable String[] arguments,
      @In @Encoding("UTF-8") @Nullable String[] environment);

  int waitpid(int pid, @Out IntByReference status, int options);

  String strerror(int errno);

  /** The errno of this thread's last call. */
  static int errno() {
    return LastError.getLastError(Runtime.getSystemRuntime());
  }
}
