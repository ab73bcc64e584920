package io.aisml.fetcher.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The rules for names in the mount: which are possible, how long they are, how they are told apart.
 */
final class MemberPath {
  /** The longest name of a directory entry, bytes ({@code NAME_MAX} of {@code limits.h}). */
  static final int MAX_NAME = 255;

  private static final int HASH_BYTES = 4;
  private static final int CUT_MARK = 1 + 2 * HASH_BYTES;

  private MemberPath() {}

  /** Why no file system can show a path, or null when one can. */
  static @Nullable String flaw(String path) {
    if (path.startsWith("/")) {
      return "its name starts with '/'";
    }
    if (path.indexOf('\0') >= 0) {
      return "its name contains a NUL character";
    }
    if (!isUnicode(path)) {
      return "its name is not valid Unicode (half of a surrogate pair)";
    }
    for (int from = 0; from <= path.length(); ) {
      int slash = path.indexOf('/', from);
      int to = slash < 0 ? path.length() : slash;
      String flaw = componentFlaw(path, from, to);
      if (flaw != null) {
        return flaw;
      }
      from = to + 1;
    }
    return null;
  }

  private static @Nullable String componentFlaw(String path, int from, int to) {
    if (from == to) {
      return path.isEmpty()
          ? "its name is empty"
          : "its name has an empty component ('//' or '/' at the end)";
    }
    String component = path.substring(from, to);
    return switch (component) {
      case ".", ".." -> "its name has the component '" + component + "'";
      case Plan.HIDDEN -> "the name " + Plan.HIDDEN + " is kept for the mount's own files";
      default -> null;
    };
  }

  /** Whether a text can be written as UTF-8 and read back the same. */
  static boolean isUnicode(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (i + 1 == text.length()
            || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /**
   * A name as the mount shows it: itself, or, above {@link #MAX_NAME} bytes, cut at a character and
   * ended with {@code ~} and 8 hex digits of its SHA-256.
   */
  static byte[] fit(byte[] name) {
    if (name.length <= MAX_NAME) {
      return name;
    }
    int kept = MAX_NAME - CUT_MARK;
    while (isContinuation(name[kept])) {
      kept--;
    }
    byte[] fitted = Arrays.copyOf(name, kept + CUT_MARK);
    String mark = "~" + HexFormat.of().formatHex(sha256(name), 0, HASH_BYTES);
    System.arraycopy(mark.getBytes(StandardCharsets.US_ASCII), 0, fitted, kept, CUT_MARK);
    return fitted;
  }

  /** The n-th bearer of a name: {@code ~n} before the last dot; a leading dot does not count. */
  static byte[] numbered(byte[] name, int n) {
    int dot = name.length - 1;
    while (dot > 0 && name[dot] != '.') {
      dot--;
    }
    int stem = dot > 0 ? dot : name.length;
    byte[] number = ("~" + n).getBytes(StandardCharsets.US_ASCII);
    byte[] numbered = Arrays.copyOf(name, name.length + number.length);
    System.arraycopy(number, 0, numbered, stem, number.length);
    System.arraycopy(name, stem, numbered, stem + number.length, name.length - stem);
    return fit(numbered);
  }

  private static boolean isContinuation(byte b) {
    return (b & 0xc0) == 0x80;
  }

  private static byte[] sha256(byte[] text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
