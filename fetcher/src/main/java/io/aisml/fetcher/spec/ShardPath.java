package io.aisml.fetcher.spec;

import java.util.List;

/**
 * A name that may lead into an archive, split where the archive ends.
 *
 * @param object the object, up to and with the archive's suffix; all of the name when it has none
 * @param archpath the member, or empty
 */
public record ShardPath(String object, String archpath) {
  // AIStore cmn/archive/mime.go: FileExtensions, in its order: a.zip/b.tar/c splits behind b.tar.
  private static final List<String> SUFFIXES =
      List.of(".tar", ".tgz", ".tar.gz", ".zip", ".tar.lz4");

  /**
   * Splits as AIStore's own clients do, by the text alone: {@code s.tar/a.wav} is a member even if
   * {@code s.tar/} is a virtual directory. AIStore {@code cmn/archive: SplitAtExtension}.
   */
  public static ShardPath split(String name) {
    for (String suffix : SUFFIXES) {
      int at = name.indexOf(suffix + "/");
      if (at >= 0) {
        int end = at + suffix.length();
        return new ShardPath(name.substring(0, end), name.substring(end + 1));
      }
    }
    return new ShardPath(name, "");
  }
}
