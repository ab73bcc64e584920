package io.aisml.fetcher.lhotse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some lines in a row, parsed away from the thread that reads them. */
final class LineBlock {
  private static final int MAX_LINES = 256;
  private static final int MAX_BYTES = 1 << 17;

  private final int maxLine;
  private byte[] text = new byte[MAX_BYTES + (MAX_BYTES >> 2)];
  private int used;
  private final List<Line> lines = new ArrayList<>(MAX_LINES);

  /**
   * A line that is not blank.
   *
   * @param offset in the decompressed manifest, bytes
   * @param from in the block's text; -1 when the line was too long to be kept
   */
  private record Line(long number, long offset, int from, int length) {}

  LineBlock(int maxLine) {
    this.maxLine = maxLine;
  }

  boolean isFull() {
    return lines.size() == MAX_LINES || used >= MAX_BYTES;
  }

  /** Takes the reader's line. */
  void add(LineReader reader) {
    if (reader.isTooLong()) {
      lines.add(new Line(reader.number(), reader.offset(), -1, 0));
      return;
    }
    int length = reader.length();
    if (used + length > text.length) {
      text = Arrays.copyOf(text, used + length);
    }
    System.arraycopy(reader.buffer(), reader.from(), text, used, length);
    lines.add(new Line(reader.number(), reader.offset(), used, length));
    used += length;
  }

  /** Parses all lines, once no line is added any more. May run in any thread. */
  List<ParsedLine> parse() {
    return lines.stream().map(this::parse).toList();
  }

  private ParsedLine parse(Line line) {
    Cut cut = null;
    String problem = "";
    try {
      if (line.from() < 0) {
        throw new InvalidCutException("the line is longer than " + (maxLine >> 20) + " MiB");
      }
      cut = CutParser.parse(text, line.from(), line.length());
    } catch (InvalidCutException e) {
      problem = e.problem();
    }
    LineText where = new LineText(text, Math.max(0, line.from()), line.length(), line.offset());
    return new ParsedLine(line.number(), where, cut, problem);
  }

  /**
   * What a line is.
   *
   * @param cut null when it is none
   * @param problem why
   */
  record ParsedLine(long number, LineText text, @Nullable Cut cut, String problem) {}
}
