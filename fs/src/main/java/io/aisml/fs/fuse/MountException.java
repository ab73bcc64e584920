package io.aisml.fs.fuse;

import java.io.IOException;

/** A mount that could not be made. The message says why and what to install or do, in one line. */
public class MountException extends IOException {
  public MountException(String message) {
    super(message);
  }

  public MountException(String message, Throwable cause) {
    super(message, cause);
  }
}
