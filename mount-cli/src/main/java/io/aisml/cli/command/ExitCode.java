package io.aisml.cli.command;

/** What the process ends with. mount(8), "EXIT STATUS". */
public final class ExitCode {
  public static final int OK = 0;

  /** Wrong usage: the command line, the configuration, the spec or the manifest. */
  public static final int USAGE = 1;

  /** The system refuses something: no such file, no permission, not enough memory. */
  public static final int SYSTEM = 2;

  /** Interrupted before the mount was ready. */
  public static final int INTERRUPTED = 8;

  /** The mount could not be made. */
  public static final int MOUNT_FAILED = 32;

  private ExitCode() {}
}
