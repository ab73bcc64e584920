package io.aisml.cli.option;

/** The command line, the environment or a configuration file says something that can't be done. */
public final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param message one line, naming the option, where it was given, and what is expected
   */
  public UsageException(String message) {
    super(message);
  }
}
