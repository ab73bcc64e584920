package io.aisml.fetcher.layout;

import io.aisml.fetcher.spec.InvalidNameException;
import io.aisml.fetcher.spec.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names with numbers in them, in the three ways that AIStore knows: {@code a-{000..999..2}-b} with
 * any number of ranges, the rightmost running fastest, {@code a-@00999} and {@code a-%06d}. AIStore
 * {@code cmn/cos/template.go: NewParsedTemplate}. Immutable.
 */
public final class OutputTemplate {
  private static final Pattern BASH = Pattern.compile("\\{(\\d+)\\.\\.(\\d+)(?:\\.\\.(\\d+))?\\}");
  private static final Pattern AT = Pattern.compile("@(\\d+)");
  private static final Pattern PERCENT = Pattern.compile("%(?:0([1-9]\\d?))?d");
  private static final String EXPECTED =
      "; expected a range of numbers such as 'b-{0000..9999}', 'b-@9999' or 'b-%04d'";

  private final String text;
  private final String prefix;
  private final List<Range> ranges;
  private final long size;

  private OutputTemplate(String text, String prefix, List<Range> ranges)
      throws InvalidNameException {
    this.text = text;
    this.prefix = prefix;
    this.ranges = List.copyOf(ranges);
    long product = 1;
    try {
      for (Range range : ranges) {
        product = Math.multiplyExact(product, range.count());
      }
    } catch (ArithmeticException e) {
      throw new InvalidNameException("template " + Quoted.of(text) + " has too many names");
    }
    this.size = product;
  }

  /**
   * Parses a template.
   *
   * @throws InvalidNameException when it has no range of numbers, or a wrong one
   */
  public static OutputTemplate parse(String text) throws InvalidNameException {
    if (text.contains("{")) {
      return ofMatches(text, BASH);
    }
    return ofMatches(text, text.contains("@") ? AT : PERCENT);
  }

  /** How many names there are. */
  public long size() {
    return size;
  }

  /**
   * A name.
   *
   * @param index from 0 to {@link #size} - 1
   */
  public String name(long index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException("name " + index + " of template " + text);
    }
    StringBuilder numbers = new StringBuilder();
    long rest = index;
    for (int i = ranges.size() - 1; i >= 0; i--) {
      Range range = ranges.get(i);
      numbers.insert(0, range.number(rest % range.count()) + range.gap());
      rest /= range.count();
    }
    return prefix + numbers;
  }

  /** The template as it was written. */
  @Override
  public String toString() {
    return text;
  }

  private static OutputTemplate ofMatches(String text, Pattern syntax) throws InvalidNameException {
    Matcher matcher = syntax.matcher(text);
    List<Range> ranges = new ArrayList<>();
    int end = 0;
    String prefix = "";
    while (matcher.find()) {
      String before = text.substring(end, matcher.start());
      if (ranges.isEmpty()) {
        prefix = before;
      } else {
        ranges.set(ranges.size() - 1, ranges.get(ranges.size() - 1).withGap(before));
      }
      ranges.add(range(text, syntax, matcher));
      end = matcher.end();
    }
    String last = text.substring(end);
    boolean isWhole = !prefix.contains("{") && !last.contains("{");
    boolean isRepeated = syntax == PERCENT && ranges.size() > 1;
    if (ranges.isEmpty() || !isWhole || isRepeated) {
      throw new InvalidNameException("template " + Quoted.of(text) + " is wrong" + EXPECTED);
    }
    ranges.set(ranges.size() - 1, ranges.get(ranges.size() - 1).withGap(last));
    return new OutputTemplate(text, prefix, ranges);
  }

  private static Range range(String text, Pattern syntax, Matcher matcher)
      throws InvalidNameException {
    try {
      String first = matcher.group(1);
      if (syntax == PERCENT) {
        return new Range(0, Long.MAX_VALUE - 1, 1, first == null ? 0 : Integer.parseInt(first), "");
      }
      if (syntax == AT) {
        return new Range(0, Long.parseLong(first), 1, first.length(), "");
      }
      String last = matcher.group(2);
      long step = matcher.group(3) == null ? 1 : Long.parseLong(matcher.group(3));
      Range range =
          new Range(
              Long.parseLong(first),
              Long.parseLong(last),
              step,
              Math.min(first.length(), last.length()),
              "");
      if (range.start() > range.end() || step == 0) {
        throw new InvalidNameException(
            "template "
                + Quoted.of(text)
                + " has the empty range "
                + Quoted.of(matcher.group())
                + "; expected start <= end and a step of 1 or more");
      }
      return range;
    } catch (NumberFormatException e) {
      throw new InvalidNameException(
          "template " + Quoted.of(text) + " has a number that is too large");
    }
  }

  /**
   * Numbers and the text behind them.
   *
   * @param end inclusive
   * @param width digits at least, zeros in front
   */
  private record Range(long start, long end, long step, int width, String gap) {
    long count() {
      return (end - start) / step + 1;
    }

    String number(long index) {
      String digits = Long.toString(start + index * step);
      return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }

    Range withGap(String text) {
      return new Range(start, end, step, width, text);
    }
  }
}
