package io.aisml.fs;

/** The errors that the file system gives. Their numbers are the binding's business. */
public enum Errno {
  ENOENT,
  EINTR,
  EIO,
  EACCES,
  ENOTDIR,
  EISDIR,
  EINVAL,
  EROFS,
  ENOSYS,
  ETIMEDOUT,
  ENODEV
}
