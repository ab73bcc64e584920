package io.aisml.fetcher.lhotse;

import java.util.Locale;
import java.util.Set;

/**
 * Which files may be clipped, by their names. What is in them, their headers tell later; but
 * whoever calls a file .flac means it, and need not be asked.
 */
final class Clippable {
  /** Clips keep these: Lhotse and others take what is in them by it. */
  private static final Set<String> KEPT = Set.of("wav", "wave", "aif", "aiff", "aifc");

  private static final Set<String> SUFFIXES =
      Set.of("", "wav", "wave", "aif", "aiff", "aifc", "bwf", "rf64");

  private Clippable() {}

  static boolean isNamed(CutMember member) {
    String suffix = CutFileName.extension(member);
    // Most are; asked of each cut of a million.
    return suffix.equals(".wav") || SUFFIXES.contains(bare(suffix));
  }

  /** Why a file that is not so named can't be clipped. */
  static String why(CutMember member) {
    return "no part of a " + CutFileName.extension(member) + " file can be had as it is";
  }

  /** The suffix of a clip, given that of the file; with their dots. */
  static String suffixOfClip(String suffix) {
    return KEPT.contains(bare(suffix)) ? suffix : ".wav";
  }

  private static String bare(String suffix) {
    return suffix.isEmpty() ? "" : suffix.substring(1).toLowerCase(Locale.ROOT);
  }
}
