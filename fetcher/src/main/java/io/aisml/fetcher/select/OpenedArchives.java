package io.aisml.fetcher.select;

import io.aisml.fetcher.archive.ArchiveFormat;
import io.aisml.fetcher.source.ListedObject;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.ByteRange;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.ObjectRef;
import java.util.HashSet;
import java.util.Set;

/**
 * Finds the archives that a listing's members are in. Its memory is that of the archives' names;
 * their members are not kept.
 */
final class OpenedArchives {
  private final Bucket bucket;
  private final Set<String> archives = new HashSet<>();
  private final Set<String> opened = new HashSet<>();

  OpenedArchives(Bucket bucket) {
    this.bucket = bucket;
  }

  /**
   * Takes note of an archive, which is listed before its members.
   *
   * @return whether the line is a member of one; a member stored as {@code ../a} is listed as if it
   *     lay beside the archive
   */
  boolean isMember(ListedObject object) {
    if (!object.archived() && ArchiveFormat.ofName(object.name()).isPresent()) {
      archives.add(object.name());
    }
    return object.archived() && endOfArchive(object.name()) >= 0;
  }

  /** The entry of a member. The name alone would not do: directories may be called x.tar too. */
  Entry member(ListedObject object) {
    String name = object.name();
    int slash = endOfArchive(name);
    String archive = name.substring(0, slash);
    opened.add(archive);
    return new Entry(new ObjectRef(bucket, archive), name.substring(slash + 1), ByteRange.WHOLE);
  }

  /** The slash behind the archive's name, or -1. */
  private int endOfArchive(String name) {
    int slash = name.indexOf('/');
    while (slash >= 0 && !archives.contains(name.substring(0, slash))) {
      slash = name.indexOf('/', slash + 1);
    }
    return slash;
  }

  /** Whether an object is an archive of which a member was listed. */
  boolean isOpened(ListedObject object) {
    return opened.contains(object.name());
  }
}
