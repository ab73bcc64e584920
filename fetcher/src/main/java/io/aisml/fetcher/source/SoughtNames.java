package io.aisml.fetcher.source;

/**
 * Names that one listing is to tell: what it has to ask for, and when it has told enough. First all
 * names are added, then each line of the listing is told. Not thread-safe.
 */
public final class SoughtNames {
  /** A listing is given up when it has told so many names for each sought one, and some. */
  private static final int PATIENCE = 4;

  private static final int PATIENCE_BASE = 10_000;

  private String prefix = "";
  private int count;
  private int found;
  private long told;

  /** Adds a name. */
  public void add(String name) {
    prefix = count++ == 0 ? name : prefix.substring(0, same(prefix, name));
  }

  private static int same(String a, String b) {
    int same = 0;
    while (same < Math.min(a.length(), b.length()) && a.charAt(same) == b.charAt(same)) {
      same++;
    }
    return same;
  }

  public int count() {
    return count;
  }

  /** The directory that has them all, with its slash; empty for the root. */
  public String directory() {
    // Cut at a directory, so that a character is never cut in two.
    return prefix.substring(0, prefix.lastIndexOf('/') + 1);
  }

  /**
   * A listing has told a name.
   *
   * @param isSought whether it is one of these
   * @return whether to listen to more
   */
  public boolean tell(boolean isSought) {
    found += isSought ? 1 : 0;
    return ++told < limit() && missing() > 0;
  }

  /** How many have not been told. */
  public int missing() {
    return count - found;
  }

  /** Whether the listing was given up, because it tells so much else. */
  public boolean isGivenUp() {
    return missing() > 0 && told >= limit();
  }

  private long limit() {
    return PATIENCE_BASE + (long) PATIENCE * count;
  }
}
