package io.aisml.fs.fuse;

import io.aisml.fs.Errno;
import java.util.Locale;

/**
 * The numbers of all errors that the bindings give and meet: {@code asm-generic/errno-base.h} and
 * {@code asm-generic/errno.h}, and where macOS differs {@code sys/errno.h}.
 */
public final class ErrnoTable {
  public static final int EPERM = 1;
  public static final int ENOENT = 2;
  public static final int EINTR = 4;
  public static final int EIO = 5;
  public static final int EAGAIN = 11;
  public static final int EACCES = 13;
  public static final int EBUSY = 16;
  public static final int ENODEV = 19;
  public static final int ENOTDIR = 20;
  public static final int EISDIR = 21;
  public static final int EINVAL = 22;
  public static final int ENOTTY = 25;
  public static final int EROFS = 30;
  public static final int EPROTO = 71;

  private static final boolean MACOS =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac");

  public static final int ENOSYS = MACOS ? 78 : 38;
  public static final int ETIMEDOUT = MACOS ? 60 : 110;

  private ErrnoTable() {}

  /** The positive number of an error. */
  public static int number(Errno errno) {
    return switch (errno) {
      case ENOENT -> ENOENT;
      case EINTR -> EINTR;
      case EIO -> EIO;
      case EACCES -> EACCES;
      case ENOTDIR -> ENOTDIR;
      case EISDIR -> EISDIR;
      case EINVAL -> EINVAL;
      case EROFS -> EROFS;
      case ENOSYS -> ENOSYS;
      case ETIMEDOUT -> ETIMEDOUT;
      case ENODEV -> ENODEV;
    };
  }
}
