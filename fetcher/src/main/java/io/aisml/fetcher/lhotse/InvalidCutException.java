package io.aisml.fetcher.lhotse;

/** A line that is no cut. */
final class InvalidCutException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String problem;

  /**
   * @param problem one line
   */
  InvalidCutException(String problem) {
    super(problem);
    this.problem = problem;
  }

  String problem() {
    return problem;
  }
}
