package io.aisml.fetcher.spec;

/** Text of a user's file as it stands in a message: one line, of bounded length. */
public final class Quoted {
  // Long enough for any name that a person would recognise by its beginning.
  private static final int MAX_CHARS = 120;

  private Quoted() {}

  /** The text in single quotes. */
  public static String of(String text) {
    return "'" + plain(text) + "'";
  }

  /** The text with control characters escaped and an overlong rest left out. */
  public static String plain(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (i >= MAX_CHARS && !Character.isLowSurrogate(c)) {
        return out.append("...").toString();
      }
      if (c < ' ' || (c >= 0x7f && c < 0xa0) || c == '\u2028' || c == '\u2029') {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
