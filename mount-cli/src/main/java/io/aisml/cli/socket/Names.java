package io.aisml.cli.socket;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Texts one behind the other, each with its end: a line feed, or NUL, which no name has. */
public final class Names {
  /** Bytes of a longest text: Linux's PATH_MAX twice. */
  private static final int LONGEST = 8192;

  private final InputStream in;
  private final int end;
  private final byte[] buffer = new byte[256 << 10];
  private int next;
  private int filled;

  /**
   * @param end the byte behind each text
   */
  public Names(InputStream in, char end) {
    this.in = in;
    this.end = end;
  }

  /**
   * The next text, null at the end. The last one may lack its end.
   *
   * @throws IOException also for one that is longer than any path
   */
  public @Nullable String next() throws IOException {
    int read = read();
    if (read < 0) {
      return null;
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    while (read >= 0 && read != end) {
      text.write(read);
      if (text.size() > LONGEST) {
        throw new IOException("a name of more than " + LONGEST + " bytes");
      }
      read = read();
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  /** Whether more has been read already. */
  public boolean isMoreThere() {
    return next < filled;
  }

  private int read() throws IOException {
    if (next == filled) {
      filled = Math.max(0, in.read(buffer));
      next = 0;
    }
    return next < filled ? buffer[next++] & 0xff : -1;
  }
}
