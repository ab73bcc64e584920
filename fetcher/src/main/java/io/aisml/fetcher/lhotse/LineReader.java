package io.aisml.fetcher.lhotse;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Cuts a stream of bytes at its line feeds, in memory of one line, which is bounded. */
final class LineReader {
  private static final int FIRST_CAPACITY = 1 << 16;

  private final InputStream in;
  private final int maxLength;
  private byte[] buffer = new byte[FIRST_CAPACITY];

  // invariant: 0 <= from <= next <= end <= buffer.length; the line is [from, to), to <= next
  private int from;
  private int to;
  private int next;
  private int end;
  private long number;
  private long passed; // bytes of the stream before buffer[0]
  private boolean tooLong;

  LineReader(InputStream in, int maxLength) {
    this.in = in;
    this.maxLength = maxLength;
  }

  /** Goes to the next line; false at the end. A line without a line feed at the end is one too. */
  boolean next() throws IOException {
    tooLong = false;
    from = next;
    int searched = next;
    while (true) {
      int feed = indexOfFeed(searched);
      if (feed >= 0) {
        to = feed;
        next = feed + 1;
        number++;
        return true;
      }
      if (tooLong || end - from > maxLength) {
        tooLong = true;
        from = end;
      }
      makeRoom();
      searched = end;
      int read = in.read(buffer, end, buffer.length - end);
      if (read < 0) {
        to = end;
        next = end;
        boolean isLine = tooLong || from < to;
        number += isLine ? 1 : 0;
        return isLine;
      }
      end += read;
    }
  }

  byte[] buffer() {
    return buffer;
  }

  /** Where the line begins in {@link #buffer}. */
  int from() {
    return from;
  }

  /** Where the line begins in the stream, bytes. */
  long offset() {
    return passed + from;
  }

  /** The line's length without its line feed, bytes. */
  int length() {
    return to - from;
  }

  /** Whether the line was longer than allowed; its bytes are gone then. */
  boolean isTooLong() {
    return tooLong;
  }

  /** The number of the line, from 1; before the first line, 0. */
  long number() {
    return number;
  }

  boolean isBlank() {
    for (int i = from; i < to; i++) {
      if (buffer[i] != ' ' && buffer[i] != '\t' && buffer[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  private int indexOfFeed(int start) {
    for (int i = start; i < end; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private void makeRoom() {
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, end - from);
      passed += from;
      end -= from;
      from = 0;
    }
    if (end == buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.min(2 * buffer.length, maxLength + FIRST_CAPACITY));
    }
  }
}
