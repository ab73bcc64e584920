package io.aisml.fetcher.lhotse;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The name of a file of a cut: {@code <ordinal>[_<id>][.<role>][.<extension>]}, or that of the
 * object. The ordinal keeps cuts of one id apart and makes the sorted names follow the manifest up
 * to 100,000 cuts.
 */
public final class CutFileName {
  private static final int MAX_NAME = 255;
  private static final int HASH_BYTES = 4;

  private static final int ORDINAL_DIGITS = 5;

  /** Longer ones are text behind a dot. */
  private static final int MAX_EXTENSION = 16;

  private CutFileName() {}

  /**
   * Names a file.
   *
   * @param ordinal the cut's position in its batch, from 0
   */
  public static String of(CutNaming naming, long ordinal, String id, CutMember member) {
    return of(naming, ordinal, id, member, extension(member));
  }

  /** Names a clip of a file: as the file, but for a suffix that says no format. */
  public static String ofClip(CutNaming naming, long ordinal, String id, CutMember member) {
    return of(naming, ordinal, id, member, Clippable.suffixOfClip(extension(member)));
  }

  private static String of(
      CutNaming naming, long ordinal, String id, CutMember member, String extension) {
    if (naming == CutNaming.SOURCE) {
      String path = sourceName(member);
      String name = path.substring(path.lastIndexOf('/') + 1);
      String stem = name.substring(0, name.length() - extension(member).length());
      return stem + extension;
    }
    String number = Long.toString(ordinal);
    String head = "0".repeat(Math.max(0, ORDINAL_DIGITS - number.length())) + number;
    String tail = safe(member.role()) + extension;
    return naming == CutNaming.ORDINAL
        ? head + tail
        : head + "_" + cut(id, MAX_NAME - utf8Length(head) - 1 - utf8Length(tail)) + tail;
  }

  private static String sourceName(CutMember member) {
    return member.entry().isArchived() ? member.entry().archpath() : member.entry().object().name();
  }

  /** The suffix with its dot; empty when there is none. */
  static String extension(CutMember member) {
    String name = sourceName(member);
    int dot = name.lastIndexOf('.');
    boolean isExtension =
        dot < name.length() - 1
            && dot > name.lastIndexOf('/') + 1
            && name.length() - dot - 1 <= MAX_EXTENSION
            && isAlphanumeric(name, dot + 1);
    return isExtension ? name.substring(dot) : "";
  }

  private static boolean isAlphanumeric(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))) {
        return false;
      }
    }
    return true;
  }

  /**
   * The id, percent-encoded where a name can't have it as it is. Above {@code room} bytes it is cut
   * between characters and ends in {@code ~} and 8 hex digits of the id's SHA-256.
   */
  private static String cut(String id, int room) {
    String safe = id.startsWith(".") ? "%2E" + safe(id.substring(1)) : safe(id);
    if (utf8Length(safe) <= room) {
      return safe;
    }
    String mark = "~" + HexFormat.of().formatHex(sha256(id), 0, HASH_BYTES);
    int left = room - mark.length();
    int end = 0;
    while (end < safe.length()) {
      int next = end + (safe.charAt(end) == '%' ? 3 : Character.charCount(safe.codePointAt(end)));
      left -= utf8Length(safe.substring(end, next));
      if (left < 0) {
        break;
      }
      end = next;
    }
    return safe.substring(0, end) + mark;
  }

  private static boolean isUnsafe(char c) {
    // Programs that also run on Windows take a backslash for a slash: Hugging Face's audiofolder.
    return c < ' ' || c == 0x7f || c == '/' || c == '\\' || c == '%';
  }

  private static String safe(String text) {
    int unsafe = 0;
    while (unsafe < text.length() && !isUnsafe(text.charAt(unsafe))) {
      unsafe++;
    }
    if (unsafe == text.length()) {
      return text;
    }
    StringBuilder safe = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isUnsafe(c)) {
        safe.append("%%%02X".formatted((int) c));
      } else {
        safe.append(c);
      }
    }
    return safe.toString();
  }

  private static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
