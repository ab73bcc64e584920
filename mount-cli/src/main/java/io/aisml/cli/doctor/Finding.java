package io.aisml.cli.doctor;

/**
 * What one check found.
 *
 * @param subject what was checked
 * @param found what it is like
 * @param cure the command that helps, or empty when all is well
 */
public record Finding(Verdict verdict, String subject, String found, String cure) {
  /** How bad it is. */
  public enum Verdict {
    OK,
    /** It works, or may: something to know. */
    NOTE,
    /** A mount will fail. */
    WRONG
  }

  static Finding ok(String subject, String found) {
    return new Finding(Verdict.OK, subject, found, "");
  }

  static Finding note(String subject, String found, String cure) {
    return new Finding(Verdict.NOTE, subject, found, cure);
  }

  static Finding wrong(String subject, String found, String cure) {
    return new Finding(Verdict.WRONG, subject, found, cure);
  }
}
