package io.aisml.fetcher.spec;

/**
 * A bucket, object, member or URI that AIStore would refuse. The message says what is wrong and
 * what is expected, in one line, and can follow a place such as {@code spec.json:3:9: }.
 */
public final class InvalidNameException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String problem;

  public InvalidNameException(String problem) {
    super(problem);
    this.problem = problem;
  }

  /** The message, never null. */
  @Override
  public String getMessage() {
    return problem;
  }
}
