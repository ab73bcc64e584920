package io.aisml.fetcher.lhotse;

/** A line that is no cut. */
public final class InvalidCutException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String problem;

  /**
   * @param problem one line
   */
  InvalidCutException(String problem) {
    super(problem);
    this.problem = problem;
  }

  /** One line. */
  public String problem() {
    return problem;
  }
}
