package io.aisml.cli.option;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that somebody probably meant. */
final class NearestName {
  private NearestName() {}

  /** Fewer letters may begin a name by chance. */
  private static final int BEGINNING = 4;

  /**
   * The name that begins so, else the one that is the fewest edits away, unless all are too far to
   * be meant.
   */
  static Optional<String> of(String written, Collection<String> names) {
    Optional<String> longer =
        names.stream()
            .filter(name -> written.length() >= BEGINNING && name.startsWith(written + "-"))
            .min(Comparator.naturalOrder());
    if (longer.isPresent()) {
      return longer;
    }
    int bound = Math.max(2, written.length() / 2);
    return names.stream()
        .filter(name -> distance(written, name) <= bound)
        .min(Comparator.comparingInt(name -> distance(written, name)));
  }

  /** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours. */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int substitution = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + substitution, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
