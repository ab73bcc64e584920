package io.aisml.fs.fuse.kernel;

/** A request that is shorter than its operation needs, or whose header is wrong. */
final class MalformedRequestException extends Exception {
  private static final long serialVersionUID = 1;

  MalformedRequestException(String message) {
    super(message);
  }
}
