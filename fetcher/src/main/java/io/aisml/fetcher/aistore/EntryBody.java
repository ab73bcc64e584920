package io.aisml.fetcher.aistore;

import io.aisml.fetcher.archive.MemberHeader;
import io.aisml.fetcher.spec.ByteRange;
import io.aisml.fetcher.spec.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One entry's bytes from some offset to its end, by one request.
 *
 * @param size of the whole entry, in bytes, whatever the offset
 */
record EntryBody(long size, Bytes bytes, Runnable release) {
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-\\d+/(\\d+)");

  /** Where the bytes come from; at the end, or early, -1. */
  @FunctionalInterface
  interface Bytes {
    int read(ByteBuffer dst) throws IOException;
  }

  /** GETs an object, or a range of it. */
  static EntryBody ofObject(Calls calls, Entry entry, long offset, Lifeline lifeline)
      throws IOException {
    ByteRange range = entry.range();
    long first = range.start() + offset;
    String header = "";
    if (first > 0 || range.hasLength()) {
      header = "bytes=" + first + "-";
      long last = range.start() + range.length() - 1; // negative when it overflows
      header += range.hasLength() && last >= 0 ? Long.toString(last) : "";
    }
    HttpReply reply = calls.get(entry, header, lifeline);
    return orClose(reply, () -> ofObject(reply, entry, first));
  }

  private static EntryBody ofObject(HttpReply reply, Entry entry, long first) throws IOException {
    if (reply.status() != 206) {
      return slice(reply, entry, first);
    }
    Matcher range = CONTENT_RANGE.matcher(reply.header("Content-Range").orElse(""));
    if (!range.matches() || Long.parseLong(range.group(1)) != first) {
      throw new IOException(entry + ": the server sent another range than the one asked for");
    }
    long size = entrySize(entry, Long.parseLong(range.group(2)));
    long length = reply.header("Content-Length").map(Long::parseLong).orElse(Long.MAX_VALUE);
    return new EntryBody(size, new ToTheEnd(reply.body(), length), reply::close);
  }

  /** GETs an archived member, of which a plain GET can have no range, and cuts the range out. */
  static EntryBody ofMember(Calls calls, Entry entry, long offset, Lifeline lifeline)
      throws IOException {
    HttpReply reply = calls.get(entry, "", lifeline);
    return orClose(reply, () -> slice(reply, entry, entry.range().start() + offset));
  }

  private static EntryBody slice(HttpReply reply, Entry entry, long first) throws IOException {
    long whole =
        reply
            .header("Content-Length")
            .map(Long::parseLong)
            .orElseThrow(() -> new IOException(entry + ": the server did not tell the length"));
    long size = entrySize(entry, whole);
    reply.body().skipNBytes(first);
    return new EntryBody(size, new ToTheEnd(reply.body(), whole - first), reply::close);
  }

  /** Reads a member, or a range of it, that was fetched with its shard. */
  static EntryBody ofKept(KeptMembers kept, Entry entry, long offset) throws IOException {
    String member = entry.archpath();
    long size = entrySize(entry, kept.size(member));
    InputStream in = kept.open(member);
    in.skipNBytes(entry.range().start() + offset);
    return new EntryBody(size, dst -> Landing.read(in, dst), () -> {});
  }

  /**
   * Asks for a range of an archived member by a get-batch of one entry.
   *
   * @throws WrongReplyException when the server gave something else
   */
  static EntryBody ofMemberRange(Calls calls, Entry entry, long offset, Lifeline lifeline)
      throws IOException {
    long length = entry.range().length() - offset;
    Entry rest =
        new Entry(
            entry.object(),
            entry.archpath(),
            new ByteRange(entry.range().start() + offset, length));
    BatchReply reply = calls.batch(List.of(rest), lifeline);
    boolean good = false;
    try {
      MemberHeader member = reply.next();
      if (member == null || member.size() != length) {
        throw new WrongReplyException(entry + ": the server did not send the range");
      }
      good = true;
      return new EntryBody(entry.range().length(), reply::read, reply::abort);
    } finally {
      if (!good) {
        reply.abort();
      }
    }
  }

  /** The server sent something else than was asked for: ask in another way. */
  static final class WrongReplyException extends IOException {
    private static final long serialVersionUID = 1L;

    WrongReplyException(String message) {
      super(message);
    }
  }

  private static long entrySize(Entry entry, long whole) throws OutOfRangeException {
    ByteRange range = entry.range();
    if (range.isWhole()) {
      return whole;
    }
    long rest = whole - range.start();
    if (rest <= 0 || (range.hasLength() && range.length() > rest)) {
      throw new OutOfRangeException(entry, whole);
    }
    return range.hasLength() ? range.length() : rest;
  }

  @FunctionalInterface
  private interface Opener {
    EntryBody open() throws IOException;
  }

  private static EntryBody orClose(HttpReply reply, Opener opener) throws IOException {
    boolean opened = false;
    try {
      EntryBody body = opener.open();
      opened = true;
      return body;
    } finally {
      if (!opened) {
        reply.close();
      }
    }
  }

  /**
   * A reply's bytes. Behind the last one the end is read as well, which takes no waiting: only then
   * does the client keep the connection for the next request.
   */
  private static final class ToTheEnd implements Bytes {
    private final InputStream in;
    private long left;

    ToTheEnd(InputStream in, long left) {
      this.in = in;
      this.left = left;
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
      int count = Landing.read(in, dst);
      left -= Math.max(count, 0);
      if (left == 0) {
        in.read();
      }
      return count;
    }
  }
}
