package io.aisml.fetcher.select;

import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.source.ListedObject;
import io.aisml.fetcher.source.SourceException;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.ByteRange;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.ObjectRef;
import io.aisml.fetcher.spec.ShardPath;
import io.aisml.fetcher.spec.SourceLine;
import io.aisml.fetcher.spec.Template;
import java.io.IOException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Turns listings into entries with their sizes. Each method tells how many it has found. */
final class SourceListing {
  private final BatchSource store;
  private final boolean openArchives;
  private final SelectedVisitor visitor;

  SourceListing(BatchSource store, boolean openArchives, SelectedVisitor visitor) {
    this.store = store;
    this.openArchives = openArchives;
    this.visitor = visitor;
  }

  /**
   * All objects whose names begin so, and instead of archives their members, if they are to be
   * opened.
   */
  long prefix(Bucket bucket, String prefix, SourceLine where) throws IOException {
    OpenedArchives archives = new OpenedArchives(bucket);
    // Twice, because a listing with members leaves out what a cloud bucket has only in its cloud.
    // AIStore xact/xs/lso.go: LsArchDir sets LsCached.
    long members =
        openArchives ? list(bucket, prefix, true, archives::isMember, archives::member, where) : 0;
    return members
        + list(
            bucket,
            prefix,
            false,
            object -> !archives.isOpened(object),
            object -> entry(bucket, object.name()),
            where);
  }

  /** All objects that an endless template names. */
  long matching(Bucket bucket, Template names, SourceLine where) throws IOException {
    return list(
        bucket,
        names.prefix(),
        false,
        object -> names.hasName(object.name()),
        object -> entry(bucket, object.name()),
        where);
  }

  /**
   * All members of a shard; and if there is no such shard, all objects below the directory.
   *
   * @param name ends in a slash
   */
  long directory(Bucket bucket, String name, SourceLine where) throws IOException {
    ShardPath path = ShardPath.split(name);
    String shard = path.object();
    if (shard.equals(name)) {
      return prefix(bucket, name, where);
    }
    // The shard itself is listed before its members.
    boolean[] found = {false};
    return list(
        bucket,
        shard,
        true,
        object -> {
          found[0] |= object.name().equals(shard);
          return object.archived() == found[0] && object.name().startsWith(name);
        },
        object ->
            found[0]
                ? new Entry(
                    new ObjectRef(bucket, shard),
                    object.name().substring(shard.length() + 1),
                    ByteRange.WHOLE)
                : entry(bucket, object.name()),
        where);
  }

  /** Whether any object's name begins so; false when this must not be asked. */
  boolean hasAny(Bucket bucket, String prefix) throws IOException {
    boolean[] any = {false};
    try {
      store.list(
          bucket,
          prefix,
          false,
          object -> {
            any[0] = true;
            return false;
          });
    } catch (SourceException e) {
      if (e.kind() != FailureKind.DENIED) {
        throw e;
      }
    }
    return any[0];
  }

  static boolean isShard(String name) {
    return !ShardPath.split(name + "/").object().endsWith("/");
  }

  private static Entry entry(Bucket bucket, String name) {
    return Entry.of(new ObjectRef(bucket, name));
  }

  private long list(
      Bucket bucket,
      String prefix,
      boolean archives,
      Predicate<ListedObject> wanted,
      EntryOf entryOf,
      SourceLine where)
      throws IOException {
    Reading reading = new Reading(wanted, entryOf, where);
    store.list(bucket, prefix, archives, reading::visit);
    if (reading.failure != null) {
      throw reading.failure;
    }
    return reading.count;
  }

  @FunctionalInterface
  private interface EntryOf {
    Entry of(ListedObject object);
  }

  /** One listing; the visitor's failure is kept until it has ended. */
  private final class Reading {
    private final Predicate<ListedObject> wanted;
    private final EntryOf entryOf;
    private final SourceLine where;
    private @Nullable IOException failure;
    private long count;

    Reading(Predicate<ListedObject> wanted, EntryOf entryOf, SourceLine where) {
      this.wanted = wanted;
      this.entryOf = entryOf;
      this.where = where;
    }

    boolean visit(ListedObject object) {
      // A name with a slash at its end is how cloud stores mark an empty directory: no object of
      // AIStore has one.
      if (object.name().endsWith("/") || !wanted.test(object)) {
        return true;
      }
      try {
        visitor.visit(entryOf.of(object), "", object.size(), where);
        count++;
        return true;
      } catch (IOException e) {
        failure = e;
        return false;
      }
    }
  }
}
