package io.aisml.fetcher.plan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * UTF-8 texts, appended once and never changed, found again by an address of 32 bits. A counted
 * text is preceded by its length; a bare one is a run of bytes whose length somebody else keeps,
 * such as the tail of a counted one.
 */
final class TextStore {
  /** The longest text, bytes. A text lies in one page, so that it can be compared in place. */
  static final int MAX_LENGTH = (1 << 18) - 3;

  /** The address of the empty counted text. */
  static final int EMPTY = 0;

  /**
   * 256 KiB: an array of half a G1 region (1 MiB in small heaps) or more occupies whole regions.
   */
  private static final int PAGE_BITS = 18;

  private static final int PAGE_BYTES = 1 << PAGE_BITS;
  private static final int MAX_PAGES = 1 << (Integer.SIZE - PAGE_BITS);
  private static final int FIRST_PAGE_BYTES = 1 << 10;

  private final List<byte[]> pages = new ArrayList<>();
  private int used;

  TextStore() {
    pages.add(new byte[FIRST_PAGE_BYTES]);
    appendCounted(new byte[0]);
  }

  /** Appends a text of at most {@link #MAX_LENGTH} bytes and its length; gives its address. */
  int appendCounted(byte[] text) {
    int length = text.length;
    int address = reserve(length + countBytes(length));
    byte[] page = page(address);
    int at = offset(address);
    for (int rest = length; ; rest >>>= 7) {
      if (rest < 0x80) {
        page[at++] = (byte) rest;
        break;
      }
      page[at++] = (byte) (rest | 0x80);
    }
    System.arraycopy(text, 0, page, at, length);
    return address;
  }

  /** Appends a run of bytes without its length; gives its address. */
  int appendBare(byte[] text) {
    int address = reserve(text.length);
    System.arraycopy(text, 0, page(address), offset(address), text.length);
    return address;
  }

  /** The length of a counted text, bytes. */
  int length(int address) {
    byte[] page = page(address);
    int at = offset(address);
    int length = page[at] & 0x7f;
    for (int shift = 7; page[at++] < 0; shift += 7) {
      length |= (page[at] & 0x7f) << shift;
    }
    return length;
  }

  /** The address of a counted text's bytes, to be used as a bare one. */
  int bare(int address) {
    return address + countBytes(length(address));
  }

  String string(int address) {
    int bytes = bare(address);
    return new String(page(bytes), offset(bytes), length(address), StandardCharsets.UTF_8);
  }

  byte[] bytes(int bareAddress, int length) {
    int at = offset(bareAddress);
    return Arrays.copyOfRange(page(bareAddress), at, at + length);
  }

  /** Whether the counted text at {@code address} is {@code text}. */
  boolean holds(int address, byte[] text) {
    return length(address) == text.length && holds(bare(address), text, 0, text.length);
  }

  /** Whether the bare text at {@code bareAddress} is {@code text[from, to)}. */
  boolean holds(int bareAddress, byte[] text, int from, int to) {
    int at = offset(bareAddress);
    return Arrays.equals(page(bareAddress), at, at + to - from, text, from, to);
  }

  /** Gives back the room that the last page has to spare. */
  void trim() {
    int last = pages.size() - 1;
    pages.set(last, Arrays.copyOf(pages.get(last), used));
  }

  long memoryBytes() {
    long bytes = Footprint.references(pages.size());
    for (byte[] page : pages) {
      bytes += Footprint.of(page);
    }
    return bytes;
  }

  /** Writes all texts, to have the same addresses when they are read. */
  void write(ColumnWriter columns) throws IOException {
    int last = pages.size() - 1;
    columns.number(pages.size());
    for (int page = 0; page < last; page++) {
      columns.bytes(pages.get(page));
    }
    columns.bytes(pages.get(last), used);
  }

  static TextStore read(ColumnReader columns) throws IOException {
    TextStore read = new TextStore();
    read.pages.clear();
    for (int rest = columns.length(); rest > 0; rest--) {
      byte[] page = columns.bytes();
      read.pages.add(page);
      read.used = page.length;
    }
    return read;
  }

  private int reserve(int length) {
    if (used + length > PAGE_BYTES) {
      if (pages.size() == MAX_PAGES) {
        throw new IllegalStateException("the names of one plan exceed 4 GiB");
      }
      trim();
      pages.add(new byte[PAGE_BYTES]);
      used = 0;
    }
    int last = pages.size() - 1;
    byte[] page = pages.get(last);
    if (used + length > page.length) {
      int larger = Math.min(PAGE_BYTES, Math.max(2 * page.length, used + length));
      pages.set(last, Arrays.copyOf(page, larger));
    }
    int address = last << PAGE_BITS | used;
    used += length;
    return address;
  }

  private byte[] page(int address) {
    return pages.get(address >>> PAGE_BITS);
  }

  private static int offset(int address) {
    return address & (PAGE_BYTES - 1);
  }

  private static int countBytes(int length) {
    return length < 0x80 ? 1 : length < 0x4000 ? 2 : 3;
  }
}
