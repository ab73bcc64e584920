package io.aisml.fetcher.select;

/**
 * A spec as an option names it: a file, {@code -} for standard input, or the spec itself.
 *
 * @param text as it was written
 */
public record SpecInput(String text) {
  /**
   * @throws InvalidSelectionException when it is empty
   */
  public static SpecInput parse(String text) throws InvalidSelectionException {
    if (text.isBlank()) {
      throw new InvalidSelectionException(
          "spec: nothing given; expected a file, - for standard input, or the spec itself");
    }
    return new SpecInput(text);
  }

  /** Whether it is read from standard input. */
  public boolean isStandardInput() {
    return text.equals(LocalInput.STANDARD_INPUT);
  }

  /**
   * Whether the text is the spec itself: a JSON or YAML mapping or list, or several lines. Of a
   * file's name none of these can be thought.
   */
  public boolean isInline() {
    String trimmed = text.strip();
    return trimmed.startsWith("{")
        || trimmed.startsWith("[")
        || trimmed.startsWith("- ")
        || trimmed.startsWith("in:")
        || trimmed.contains("\n");
  }
}
