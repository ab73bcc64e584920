package io.aisml.fetcher.lhotse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A line of a manifest that names files of a directory in place of the sources that it mentions.
 * Everything else stays as it is written, byte for byte: numbers, the order of keys, blanks. For
 * one line.
 */
public final class LineRewriter {
  private static final byte[] FILE_TYPE = utf8("\"file\"");
  private static final byte[] MISSING_TYPE = utf8(", \"type\": \"file\"");

  /**
   * What takes the place of some bytes of the line.
   *
   * @param from bytes from the beginning of the line
   * @param to exclusive; {@code from} to insert
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Edit(int from, int to, byte[] text) {}

  private final LineText line;
  private final List<Edit> edits = new ArrayList<>();

  public LineRewriter(LineText line) {
    this.line = line;
  }

  /**
   * Names a file.
   *
   * @param directory as JSON writes it, without quotes; empty, or ends with a slash
   * @param name as JSON writes it, without quotes
   */
  public void replace(Mention mention, byte[] directory, byte[] name) {
    if (mention instanceof Mention.Audio audio) {
      put(audio.source(), quoted(directory, directory.length, name));
      if (audio.type() == null) {
        edits.add(new Edit(audio.source().to(), audio.source().to(), MISSING_TYPE));
      } else {
        put(audio.type(), FILE_TYPE);
      }
    } else if (mention instanceof Mention.Array array) {
      int withoutSlash = Math.max(Math.min(1, directory.length), directory.length - 1);
      put(array.path(), quoted(directory, withoutSlash, new byte[0]));
      put(array.key(), quoted(new byte[0], 0, name));
      if (array.type() != null) {
        put(array.type(), quoted(new byte[0], 0, escaped(array.storageType())));
      }
    }
  }

  /** Bytes of the line that is written, its line feed included. */
  public int length() {
    int length = line.length() + 1;
    for (Edit edit : edits) {
      length += edit.text().length - (edit.to() - edit.from());
    }
    return length;
  }

  /** Writes the line and a line feed. */
  public void writeTo(ByteArrayOutputStream out) {
    edits.sort(Comparator.comparingInt(Edit::from));
    int at = 0;
    for (Edit edit : edits) {
      out.write(line.bytes(), line.from() + at, edit.from() - at);
      out.writeBytes(edit.text());
      at = edit.to();
    }
    out.write(line.bytes(), line.from() + at, line.length() - at);
    out.write('\n');
  }

  /** A text as JSON writes it between quotes, in UTF-8. */
  public static byte[] escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        escaped.append('\\').append(c);
      } else if (c < ' ') {
        escaped.append("\\u%04x".formatted((int) c));
      } else {
        escaped.append(c);
      }
    }
    return utf8(escaped.toString());
  }

  /** Puts a value in the place of another; as JSON writes it. */
  void put(Span span, String value) {
    put(span, utf8(value));
  }

  private void put(Span span, byte[] text) {
    edits.add(new Edit(span.from(), span.to(), text));
  }

  private static byte[] quoted(byte[] directory, int directoryLength, byte[] name) {
    byte[] quoted = new byte[directoryLength + name.length + 2];
    quoted[0] = '"';
    System.arraycopy(directory, 0, quoted, 1, directoryLength);
    System.arraycopy(name, 0, quoted, 1 + directoryLength, name.length);
    quoted[quoted.length - 1] = '"';
    return quoted;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
