package io.aisml.cli.option;

/**
 * An option's value as it was written.
 *
 * @param origin where: a flag, {@code -o}, a variable, a file and line, {@code default}
 */
public record Given(String text, String origin) {
  /** The value for others to see: an address without {@code user:password@}. */
  public String withoutPassword() {
    return text.replaceAll("//[^/@\\s]*@", "//***@");
  }
}
