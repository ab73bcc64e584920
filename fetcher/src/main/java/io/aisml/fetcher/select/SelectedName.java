package io.aisml.fetcher.select;

import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.ByteRange;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.InvalidNameException;
import io.aisml.fetcher.spec.NameRules;
import io.aisml.fetcher.spec.ObjectRef;
import io.aisml.fetcher.spec.Quoted;
import io.aisml.fetcher.spec.ShardPath;
import io.aisml.fetcher.spec.Template;

/** Which names can be selected: of objects, of members behind a shard, and directories of both. */
final class SelectedName {
  /** As AIStore: {@code cmn/cos/template.go: MaxListRange}. */
  static final long MAX_NAMES = 10_000_000;

  private SelectedName() {}

  static boolean isDirectory(String name) {
    return name.endsWith("/");
  }

  /** Checks a name; a slash at its end makes it a directory. */
  static void check(String name) throws InvalidNameException {
    ShardPath path =
        ShardPath.split(isDirectory(name) ? name.substring(0, name.length() - 1) : name);
    NameRules.checkObject(path.object());
    if (!path.archpath().isEmpty()) {
      NameRules.checkArchpath(path.archpath());
    }
  }

  /** Checks what names begin with. Where it ends is no matter: {@code dir/.} is a fine prefix. */
  static void checkPrefix(String prefix) throws InvalidNameException {
    if (!prefix.isEmpty()) {
      NameRules.checkObject(prefix + "x");
    }
  }

  /**
   * Checks a template with ranges: how many names it has, and the first and last of them. Digits
   * and letters make no name wrong; words may, and are checked again when their turn comes.
   */
  static void checkAll(Template names) throws InvalidNameException {
    if (names.size() > MAX_NAMES && !names.isEndless()) {
      throw new InvalidNameException(
          "template "
              + Quoted.of(names.toString())
              + " has "
              + names.size()
              + " names; expected at most "
              + MAX_NAMES);
    }
    String first = names.name(0);
    check(first);
    if (!names.isEndless()) {
      check(names.name(names.size() - 1));
    } else if (isDirectory(first) || !ShardPath.split(first).archpath().isEmpty()) {
      throw new InvalidNameException(
          "template "
              + Quoted.of(names.toString())
              + ": '%' finds objects, but neither directories nor members of shards; give the"
              + " range, such as {0000..0146}");
    }
  }

  /** The entry of a name that is no directory, split by its text alone. */
  static Entry entry(Bucket bucket, String name) {
    ShardPath path = ShardPath.split(name);
    return new Entry(new ObjectRef(bucket, path.object()), path.archpath(), ByteRange.WHOLE);
  }
}
