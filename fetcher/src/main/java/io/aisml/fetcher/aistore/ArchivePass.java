package io.aisml.fetcher.aistore;

import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.ObjectRef;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Members of one archive that are asked for by one request, which AIStore answers by reading the
 * archive once. A get-batch reads it from its beginning for each of them (AIStore {@code
 * core/lfile.go: NewArchpathReader}): a thousand members of a tar of a thousand are half a million
 * headers.
 *
 * @param wanted positions of the entries by the names of the members, without a leading slash; what
 *     has come is taken out
 */
record ArchivePass(ObjectRef archive, Map<String, Integer> wanted) {
  /** From so many members on a pass is sent: for few of a large archive the ends are close. */
  private static final int WORTH = 16;

  /** Bytes of a pattern in a URL: proxies in front of a store commonly refuse URLs above 8 KiB. */
  private static final int PATTERN_BYTES = 6 << 10;

  /** A zip has a directory of its members, and AIStore does not select from one. */
  private static final List<String> SUFFIXES = List.of(".tar", ".tgz", ".tar.gz", ".tar.lz4");

  private static final String SPECIAL = "\\.+*?()|[]{}^$";

  /** Finds what is worth one; of entries that are the same, the first. */
  static Deque<ArchivePass> of(List<Entry> entries) {
    Map<ObjectRef, Map<String, Integer>> archives = new LinkedHashMap<>();
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      if (entry.isArchived()
          && entry.range().isWhole()
          && SUFFIXES.stream().anyMatch(entry.object().name()::endsWith)
          && IllegalName.in(entry) == null) {
        archives
            .computeIfAbsent(entry.object(), archive -> new LinkedHashMap<>())
            .putIfAbsent(bare(entry.archpath()), i);
      }
    }
    Deque<ArchivePass> passes = new ArrayDeque<>();
    archives.forEach(
        (archive, wanted) -> {
          if (wanted.size() >= WORTH) {
            addTo(passes, archive, wanted);
          }
        });
    return passes;
  }

  private static void addTo(
      Deque<ArchivePass> passes, ObjectRef archive, Map<String, Integer> wanted) {
    Map<String, Integer> some = new LinkedHashMap<>();
    int bytes = 0;
    for (var member : wanted.entrySet()) {
      int more = AisUrl.encode(alternative(member.getKey()), "").length();
      if (!some.isEmpty() && bytes + more > PATTERN_BYTES) {
        passes.add(new ArchivePass(archive, some));
        some = new LinkedHashMap<>();
        bytes = 0;
      }
      some.put(member.getKey(), member.getValue());
      bytes += more;
    }
    passes.add(new ArchivePass(archive, some));
  }

  /** The regular expression that the names match, as Go has it. */
  String pattern() {
    StringBuilder pattern = new StringBuilder("^/?(");
    wanted.keySet().forEach(name -> pattern.append(alternative(name)));
    pattern.setLength(pattern.length() - 1);
    return pattern.append(")$").toString();
  }

  private static String alternative(String name) {
    StringBuilder literal = new StringBuilder(name.length() + 8);
    for (int i = 0; i < name.length(); i++) {
      if (SPECIAL.indexOf(name.charAt(i)) >= 0) {
        literal.append('\\');
      }
      literal.append(name.charAt(i));
    }
    return literal.append('|').toString();
  }

  /** As AIStore compares names, {@code cmn/archive/read.go: namesEq}. */
  static String bare(String name) {
    return name.startsWith("/") ? name.substring(1) : name;
  }
}
