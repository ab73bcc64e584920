package io.aisml.fetcher.spec;

import java.util.List;

/**
 * Names with ranges in them, as AIStore writes them ({@code cmn/cos/template.go:
 * NewParsedTemplate}) and a shell: {@code a-{000..999..2}-b}, {@code {a..z}}, {@code {left,right}},
 * any number of them, the rightmost running fastest; {@code a-@00999}; and {@code a-%06d}, which
 * has no end. Without a range it stands for all names that begin with it: {@code dir/}, or with
 * {@code *} behind it; {@code *} and the empty one for all names there are. Immutable.
 */
public final class Template {
  private final String text;
  private final List<String> literals;
  private final List<TemplateRange> ranges;
  private final long size;

  /**
   * @param literals what stands before, between and behind the ranges: one more than those
   */
  Template(String text, List<String> literals, List<TemplateRange> ranges)
      throws InvalidNameException {
    this.text = text;
    this.literals = List.copyOf(literals);
    this.ranges = List.copyOf(ranges);
    long product = 1;
    try {
      for (TemplateRange range : ranges) {
        product = Math.multiplyExact(product, range.count());
      }
    } catch (ArithmeticException e) {
      throw new InvalidNameException("template " + Quoted.of(text) + " has too many names");
    }
    this.size = product;
  }

  /**
   * Parses a template that may have no range.
   *
   * @throws InvalidNameException with the position of what looks like a range and is none
   */
  public static Template parse(String text) throws InvalidNameException {
    return new TemplateParser(text).template();
  }

  /**
   * Parses a template whose names are to be made, so that it needs a range.
   *
   * @throws InvalidNameException when it has none, or as {@link #parse} does
   */
  public static Template parseRanges(String text) throws InvalidNameException {
    Template template = parse(text);
    if (!template.hasRanges()) {
      throw new InvalidNameException(
          "template "
              + Quoted.of(text)
              + " has no range; expected one such as 'b-{0000..9999}', 'b-@9999' or 'b-%04d'");
    }
    return template;
  }

  /**
   * Parses the name of an object, in which only what holds {@code ..} or a comma between braces is
   * a range: {@code @}, {@code %} and other braces stand for themselves.
   *
   * @throws InvalidNameException with the position of a wrong range
   */
  public static Template parseName(String text) throws InvalidNameException {
    return new TemplateParser(text).name();
  }

  /** Whether there is any range. */
  public boolean hasRanges() {
    return !ranges.isEmpty();
  }

  /** Whether the names go on for ever: {@code %d}. */
  public boolean isEndless() {
    return hasRanges() && ranges.get(0).count() == TemplateRange.ENDLESS;
  }

  /**
   * What all names begin with: all that stands before the first range, without a last {@code *}.
   */
  public String prefix() {
    String first = literals.get(0);
    return !hasRanges() && first.endsWith("*") ? first.substring(0, first.length() - 1) : first;
  }

  /** How many names its ranges give, 1 or more. */
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
    String[] items = new String[ranges.size()];
    long rest = index;
    for (int i = items.length - 1; i >= 0; i--) {
      long count = ranges.get(i).count();
      items[i] = ranges.get(i).item(rest % count);
      rest /= count;
    }
    StringBuilder name = new StringBuilder(literals.get(0));
    for (int i = 0; i < items.length; i++) {
      name.append(items[i]).append(literals.get(i + 1));
    }
    return name.toString();
  }

  /**
   * Whether an endless template has this name.
   *
   * @throws IllegalStateException when it is not endless
   */
  public boolean hasName(String name) {
    if (!isEndless()) {
      throw new IllegalStateException("template " + text + " is not endless");
    }
    int from = literals.get(0).length();
    int to = name.length() - literals.get(1).length();
    if (from >= to || !isNumber(name.substring(from, to))) {
      return false;
    }
    return name(Long.parseLong(name.substring(from, to))).equals(name);
  }

  /** The template as it was written. */
  @Override
  public String toString() {
    return text;
  }

  private static boolean isNumber(String text) {
    // Shorter than any number that does not fit.
    return text.length() < 19 && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
