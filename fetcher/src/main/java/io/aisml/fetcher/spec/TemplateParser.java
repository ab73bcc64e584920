package io.aisml.fetcher.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Splits a template into its literals and ranges. For one text. */
final class TemplateParser {
  private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\.\\.(\\d+)(?:\\.\\.(\\d+))?");
  private static final Pattern LETTERS =
      Pattern.compile("(?:([a-z])\\.\\.([a-z])|([A-Z])\\.\\.([A-Z]))(?:\\.\\.(\\d+))?");
  private static final Pattern PERCENT = Pattern.compile("%(?:0([1-9]\\d?))?d");
  private static final String EXPECTED =
      "; expected {0000..0146}, {0..100..10}, {a..z} or {one,two}";

  private final String text;
  private final List<String> literals = new ArrayList<>();
  private final List<TemplateRange> ranges = new ArrayList<>();

  /** Where the literal begins that is being read. */
  private int from;

  TemplateParser(String text) {
    this.text = text;
  }

  /**
   * In the order of AIStore: braces, then {@code @}, then {@code %}. {@code cmn/cos/template.go:
   * NewParsedTemplate}.
   */
  Template template() throws InvalidNameException {
    if (text.indexOf('{') >= 0) {
      braces(true);
    } else if (text.indexOf('@') >= 0) {
      at();
    } else if (text.indexOf('%') >= 0) {
      percent();
    }
    return end();
  }

  Template name() throws InvalidNameException {
    braces(false);
    return end();
  }

  /**
   * @param strict whether a brace must begin a range
   */
  private void braces(boolean strict) throws InvalidNameException {
    for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', open + 1)) {
      int close = text.indexOf('}', open);
      String inside = text.substring(open + 1, close < 0 ? text.length() : close);
      boolean looksLikeRange = inside.contains("..") || inside.contains(",");
      if (close < 0 && (strict || looksLikeRange)) {
        throw wrong(open, "'{' has no '}'" + EXPECTED);
      }
      if (looksLikeRange) {
        add(open, close + 1, range(open, inside));
        open = close;
      } else if (strict) {
        throw wrong(open, "'{" + Quoted.plain(inside) + "}' is no range" + EXPECTED);
      }
    }
  }

  private TemplateRange range(int open, String inside) throws InvalidNameException {
    if (inside.contains("{")) {
      throw wrong(open, "a range can't lie in another one" + EXPECTED);
    }
    if (inside.contains(",")) {
      return new TemplateRange.Words(List.of(inside.split(",", -1)));
    }
    Matcher numbers = NUMBERS.matcher(inside);
    if (numbers.matches()) {
      return numbers(open, numbers.group(1), numbers.group(2), numbers.group(3));
    }
    Matcher letters = LETTERS.matcher(inside);
    if (letters.matches()) {
      boolean small = letters.group(1) != null;
      char start = letters.group(small ? 1 : 3).charAt(0);
      char end = letters.group(small ? 2 : 4).charAt(0);
      long step = step(open, letters.group(5));
      checkOrder(open, start, end);
      return new TemplateRange.Letters(start, end, (int) Math.min(step, 'z'));
    }
    throw wrong(open, "'{" + Quoted.plain(inside) + "}' is no range" + EXPECTED);
  }

  private TemplateRange numbers(int open, String first, String last, @Nullable String step)
      throws InvalidNameException {
    long start = number(open, first);
    long end = number(open, last);
    checkOrder(open, start, end);
    // AIStore's width: cmn/cos/template.go: ParseBashTemplate.
    int width = Math.min(first.length(), last.length());
    return new TemplateRange.Numbers(start, end, step(open, step), width);
  }

  private void at() throws InvalidNameException {
    for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
      int end = at + 1;
      while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
        end++;
      }
      String digits = text.substring(at + 1, end);
      if (digits.isEmpty()) {
        throw wrong(at, "'@' has no number behind it; expected one such as @0999");
      }
      add(at, end, new TemplateRange.Numbers(0, number(at, digits), 1, digits.length()));
    }
  }

  private void percent() throws InvalidNameException {
    int at = text.indexOf('%');
    Matcher matcher = PERCENT.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      throw wrong(at, "'%' begins no number; expected %d or %06d");
    }
    int second = text.indexOf('%', at + 1);
    if (second >= 0) {
      throw wrong(second, "a second '%': its numbers would never be reached");
    }
    String width = matcher.group(1);
    add(
        at,
        matcher.end(),
        new TemplateRange.Numbers(
            0, TemplateRange.ENDLESS - 1, 1, width == null ? 0 : Integer.parseInt(width)));
  }

  private long step(int at, @Nullable String step) throws InvalidNameException {
    long parsed = step == null ? 1 : number(at, step);
    if (parsed == 0) {
      throw wrong(at, "the step is 0; expected 1 or more");
    }
    return parsed;
  }

  private void checkOrder(int at, long start, long end) throws InvalidNameException {
    if (start > end) {
      throw wrong(at, "the range starts behind its end; expected start <= end");
    }
  }

  private long number(int at, String digits) throws InvalidNameException {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw wrong(at, "the number " + Quoted.plain(digits) + " is too large");
    }
  }

  private void add(int start, int end, TemplateRange range) {
    literals.add(text.substring(from, start));
    ranges.add(range);
    from = end;
  }

  private Template end() throws InvalidNameException {
    literals.add(text.substring(from));
    return new Template(text, literals, ranges);
  }

  private InvalidNameException wrong(int at, String problem) {
    return new InvalidNameException(
        "template " + Quoted.of(text) + ": character " + (at + 1) + ": " + problem);
  }
}
