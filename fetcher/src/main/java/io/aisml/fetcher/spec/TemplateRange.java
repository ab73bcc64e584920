package io.aisml.fetcher.spec;

import java.util.List;

/** What a template puts in one place, item after item. Immutable. */
sealed interface TemplateRange {
  /** As many as AIStore counts for {@code %d}. {@code cmn/cos/template.go: ParseFmtTemplate}. */
  long ENDLESS = Long.MAX_VALUE;

  /** How many items, 1 or more. */
  long count();

  /** An item, from 0. */
  String item(long index);

  /**
   * Numbers.
   *
   * @param end inclusive
   * @param width digits at least, zeros in front
   */
  record Numbers(long start, long end, long step, int width) implements TemplateRange {
    @Override
    public long count() {
      long steps = (end - start) / step;
      return steps == ENDLESS ? ENDLESS : steps + 1;
    }

    @Override
    public String item(long index) {
      String digits = Long.toString(start + index * step);
      return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }
  }

  /**
   * Letters of the alphabet.
   *
   * @param end inclusive
   */
  record Letters(char start, char end, int step) implements TemplateRange {
    @Override
    public long count() {
      return 1L + (end - start) / step;
    }

    @Override
    public String item(long index) {
      return String.valueOf((char) (start + index * step));
    }
  }

  /** Whatever was listed. */
  record Words(List<String> words) implements TemplateRange {
    public Words {
      words = List.copyOf(words);
    }

    @Override
    public long count() {
      return words.size();
    }

    @Override
    public String item(long index) {
      return words.get((int) index);
    }
  }
}
