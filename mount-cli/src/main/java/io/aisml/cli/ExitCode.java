package io.aisml.cli;

/** What the process ends with. mount(8), "EXIT STATUS". */
final class ExitCode {
  static final int OK = 0;

  /** Wrong usage: the command line, the configuration, the spec or the manifest. */
  static final int USAGE = 1;

  /** The system refuses something: no such file, no permission, not enough memory. */
  static final int SYSTEM = 2;

  /** Interrupted before the mount was ready. */
  static final int INTERRUPTED = 8;

  /** The mount could not be made. */
  static final int MOUNT_FAILED = 32;

  private ExitCode() {}
}
