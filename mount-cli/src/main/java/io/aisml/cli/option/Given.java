package io.aisml.cli.option;

/**
 * An option's value as it was written.
 *
 * @param origin where: a flag, {@code -o}, a variable, a file and line, {@code default}
 */
public record Given(String text, String origin) {}
