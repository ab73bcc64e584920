package io.aisml.fetcher.archive;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What PAX extended headers say about a member, as far as it concerns its bytes. {@code pax(1)},
 * "pax Extended Header".
 *
 * @param path the member's name, or null to take the header's
 * @param size the member's size, or null to take the header's
 * @param sparse whether the member is one of GNU tar's PAX sparse files
 */
record PaxRecords(@Nullable String path, @Nullable Long size, boolean sparse) {
  static final PaxRecords NONE = new PaxRecords(null, null, false);

  /** These values, replaced by those that {@code data} sets; an empty value takes one back. */
  PaxRecords with(byte[] data, long offset) throws CorruptArchiveException {
    PaxRecords result = this;
    int at = 0;
    // GNU tar ends a header that it padded with zeros
    while (at < data.length && data[at] != 0) {
      int blank = indexOf(data, ' ', at, data.length);
      int length = blank < 0 ? -1 : length(data, at, blank);
      int end = length < 0 || length > data.length - at ? -1 : at + length;
      int equals = end < 0 ? -1 : indexOf(data, '=', blank + 1, end);
      if (equals < 0 || data[end - 1] != '\n') {
        throw new CorruptArchiveException("bad PAX record at byte " + (offset + at));
      }
      result =
          result.with(
              new String(data, blank + 1, equals - blank - 1, StandardCharsets.UTF_8),
              new String(data, equals + 1, end - 1 - equals - 1, StandardCharsets.UTF_8),
              offset + at);
      at = end;
    }
    return result;
  }

  private PaxRecords with(String key, String value, long offset) throws CorruptArchiveException {
    return switch (key) {
      case "path" -> new PaxRecords(value.isEmpty() ? null : value, size, sparse);
      case "size" -> new PaxRecords(path, value.isEmpty() ? null : size(value, offset), sparse);
      default -> key.startsWith("GNU.sparse.") ? new PaxRecords(path, size, true) : this;
    };
  }

  private static long size(String value, long offset) throws CorruptArchiveException {
    try {
      long size = Long.parseLong(value);
      if (size >= 0) {
        return size;
      }
    } catch (NumberFormatException e) {
      throw new CorruptArchiveException("bad PAX size at byte " + offset, e);
    }
    throw new CorruptArchiveException("negative PAX size at byte " + offset);
  }

  /** The decimal number in {@code [from, to)}, or -1. */
  private static int length(byte[] data, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = data[i] - '0';
      if (digit < 0 || digit > 9 || value > data.length) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  private static int indexOf(byte[] data, char wanted, int from, int to) {
    for (int i = from; i < to; i++) {
      if (data[i] == wanted) {
        return i;
      }
    }
    return -1;
  }
}
