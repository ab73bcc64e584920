package io.aisml.fetcher.select;

import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.source.EntryReply;
import io.aisml.fetcher.source.EntryStream;
import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.source.SourceException;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.InvalidNameException;
import io.aisml.fetcher.spec.ObjectRef;
import io.aisml.fetcher.spec.SourceLine;
import io.aisml.fetcher.spec.Template;
import java.io.IOException;
import java.util.OptionalLong;

/** Asks a store what sources stand for. */
final class SourceResolver {
  private final BatchSource store;
  private final MissingSource missing;
  private final SelectedVisitor visitor;
  private final SourceListing listing;

  SourceResolver(
      BatchSource store, boolean openArchives, MissingSource missing, SelectedVisitor visitor) {
    this.store = store;
    this.missing = missing;
    this.visitor = visitor;
    this.listing = new SourceListing(store, openArchives, visitor);
  }

  void resolve(ObjectSource source) throws IOException {
    SourceLine where = SourceLine.whole(source.text());
    switch (source.kind()) {
      case BUCKET -> listing.prefix(source.bucket(), "", where);
      case PREFIX -> some(listing.prefix(source.bucket(), source.name(), where), source, where);
      case DIRECTORY -> directory(source.bucket(), source.name(), where);
      case OBJECT -> object(source.bucket(), source.name(), where);
      case TEMPLATE -> template(source, where);
    }
  }

  /** A name of a list or template: which shard a member is in is told by its text. */
  void name(Bucket bucket, String name, SourceLine where) throws IOException {
    if (SelectedName.isDirectory(name)) {
      directory(bucket, name, where);
    } else {
      visitor.visit(SelectedName.entry(bucket, name), "", SelectedVisitor.UNKNOWN, where);
    }
  }

  private void template(ObjectSource source, SourceLine where) throws IOException {
    Template names = source.names();
    if (names.isEndless()) {
      some(listing.matching(source.bucket(), names, where), source, where);
      return;
    }
    for (long i = 0; i < names.size(); i++) {
      String name = names.name(i);
      try {
        SelectedName.check(name);
      } catch (InvalidNameException e) {
        throw new InvalidSelectionException(source + ": " + e.getMessage());
      }
      name(source.bucket(), name, where);
    }
  }

  private void directory(Bucket bucket, String name, SourceLine where) throws IOException {
    String uri = bucket + "/" + name;
    if (listing.directory(bucket, name, where) > 0) {
      return;
    }
    String bare = name.substring(0, name.length() - 1);
    if (sizeOf(new ObjectRef(bucket, bare)).isEmpty()) {
      throw notFound(uri + ": there is nothing below it");
    }
    throw notFound(
        SourceListing.isShard(bare)
            ? uri
                + ": the store lists no members of this archive: it is empty or damaged, or of a"
                + " cloud bucket and not yet in the cluster"
            : uri + ": there is nothing below it; the object is " + bucket + "/" + bare);
  }

  /** The member first, and the whole name when there is none. */
  private void object(Bucket bucket, String name, SourceLine where) throws IOException {
    Entry entry = SelectedName.entry(bucket, name);
    ObjectRef whole = new ObjectRef(bucket, name);
    boolean member = entry.isArchived() && sizeOf(entry.object()).isPresent();
    OptionalLong size = sizeOf(whole);
    if (member && (size.isEmpty() || exists(entry))) {
      visitor.visit(entry, "", SelectedVisitor.UNKNOWN, where);
    } else if (size.isPresent()) {
      visitor.visit(Entry.of(whole), "", size.getAsLong(), where);
    } else if (hasOthersBelow(bucket, name)) {
      throw notFound(
          whole
              + ": no such object, but there are others below it; write "
              + whole
              + "/ for those");
    } else if (missing == MissingSource.KEEP) {
      visitor.visit(entry, "", SelectedVisitor.UNKNOWN, where);
    } else {
      throw notFound(whole + ": no such object" + hint(name));
    }
  }

  private boolean hasOthersBelow(Bucket bucket, String name) throws IOException {
    try {
      return listing.hasAny(bucket, name + "/");
    } catch (SourceException e) {
      if (e.kind() == FailureKind.NOT_FOUND && missing == MissingSource.KEEP) {
        return false; // an object of a bucket that does not exist is missing as others are
      }
      throw e;
    }
  }

  private static String hint(String name) {
    return name.contains("*") || name.contains("?")
        ? "; only a last '*' stands for other names, all that begin with what is before it"
        : "";
  }

  private OptionalLong sizeOf(ObjectRef object) throws IOException {
    try {
      return OptionalLong.of(store.head(object).size());
    } catch (SourceException e) {
      if (e.kind() == FailureKind.NOT_FOUND) {
        return OptionalLong.empty();
      }
      throw e;
    }
  }

  /** Asks for a member; a HEAD would tell only of its shard. */
  private boolean exists(Entry member) throws IOException {
    try (EntryStream stream = store.entry(member)) {
      return !(stream.next() instanceof EntryReply.Failure failure
          && failure.kind() == FailureKind.NOT_FOUND);
    }
  }

  private static void some(long found, ObjectSource source, SourceLine where)
      throws SourceException {
    if (found == 0) {
      throw notFound(where + ": no object of " + source.bucket() + " has such a name");
    }
  }

  private static SourceException notFound(String message) {
    return new SourceException(FailureKind.NOT_FOUND, message);
  }
}
