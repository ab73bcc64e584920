package io.aisml.fetcher.source;

import io.aisml.fetcher.spec.Entry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What came for one entry, held in memory. */
public sealed interface Reply {
  /** Bytes, as text of one character a byte, so that assertions can show and compare them. */
  record Bytes(String content) implements Reply {}

  /** A failure. */
  record Failed(FailureKind kind, String message) implements Reply {}

  /** The bytes of an entry that came. */
  static Reply of(byte[] content) {
    return new Bytes(new String(content, StandardCharsets.ISO_8859_1));
  }

  /**
   * Reads a whole reply, in the order of the request whatever order it came in.
   *
   * @throws AssertionError when an entry comes twice, not at all, or with a wrong length
   */
  static List<Reply> readAll(EntryStream stream, List<Entry> entries) throws IOException {
    Reply[] replies = new Reply[entries.size()];
    ByteBuffer buffer = ByteBuffer.allocateDirect(10_000);
    for (EntryReply reply = stream.next(); reply != null; reply = stream.next()) {
      if (replies[reply.index()] != null) {
        throw new AssertionError("entry " + reply.index() + " came twice");
      }
      replies[reply.index()] = read(stream, reply, buffer);
    }
    List<Reply> inOrder = new ArrayList<>();
    for (int i = 0; i < replies.length; i++) {
      if (replies[i] == null) {
        throw new AssertionError("nothing came for " + entries.get(i));
      }
      inOrder.add(replies[i]);
    }
    return inOrder;
  }

  private static Reply read(EntryStream stream, EntryReply reply, ByteBuffer buffer)
      throws IOException {
    if (reply instanceof EntryReply.Failure failure) {
      return new Failed(failure.kind(), failure.message());
    }
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    while (stream.read(buffer.clear()) >= 0) {
      byte[] chunk = new byte[buffer.flip().remaining()];
      buffer.get(chunk);
      content.writeBytes(chunk);
    }
    long size = ((EntryReply.Data) reply).size();
    if (content.size() != size) {
      throw new AssertionError(reply + " came with " + content.size() + " bytes");
    }
    return of(content.toByteArray());
  }
}
