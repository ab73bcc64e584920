package io.aisml.fetcher.local;

import io.aisml.fetcher.archive.ArchiveFormat;
import io.aisml.fetcher.archive.ArchiveReader;
import io.aisml.fetcher.archive.CorruptArchiveException;
import io.aisml.fetcher.archive.ListedName;
import io.aisml.fetcher.archive.MemberHeader;
import io.aisml.fetcher.archive.MemberStream;
import io.aisml.fetcher.archive.TruncatedArchiveException;
import io.aisml.fetcher.source.ListedObject;
import io.aisml.fetcher.source.ListingVisitor;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One walk over a bucket's directory, in byte order of the objects' names. */
final class DirectoryListing {
  private static final Logger LOG = LoggerFactory.getLogger(DirectoryListing.class);

  private static final Comparator<String> BYTE_ORDER =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  private final StoreLayout layout;
  private final String prefix;
  private final boolean archives;
  private final ListingVisitor visitor;

  DirectoryListing(StoreLayout layout, String prefix, boolean archives, ListingVisitor visitor) {
    this.layout = layout;
    this.prefix = prefix;
    this.archives = archives;
    this.visitor = visitor;
  }

  /**
   * Visits what lies below a directory.
   *
   * @param real the directory, without symbolic links in its path
   * @param above what its names begin with: empty, or ending in a slash
   * @return false when the visitor has stopped the listing
   */
  boolean walk(Path real, String above) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted while listing " + above);
    }
    for (Item item : items(real, above)) {
      boolean more =
          switch (item.kind) {
            case FILE -> visitor.visit(new ListedObject(item.name, item.size, false));
            case DIRECTORY -> walk(item.real, item.name);
            case MEMBERS -> visitMembers(item);
          };
      if (!more) {
        return false;
      }
    }
    return true;
  }

  private enum Kind {
    FILE,
    DIRECTORY,
    MEMBERS
  }

  /**
   * Something in a directory.
   *
   * @param name the object's name; where others begin with it, with a slash at its end, so that
   *     sorting items sorts all names below them
   */
  private record Item(Kind kind, String name, Path real, long size) {}

  private List<Item> items(Path directory, String above) throws IOException {
    List<Item> items = new ArrayList<>();
    try (var children = Files.newDirectoryStream(directory)) {
      for (Path child : children) {
        add(items, directory, child, above + child.getFileName());
      }
    }
    items.sort(Comparator.comparing(Item::name, BYTE_ORDER));
    return items;
  }

  private void add(List<Item> items, Path directory, Path child, String name) throws IOException {
    boolean inside = name.startsWith(prefix);
    if (!inside && !prefix.startsWith(name + "/")) {
      return;
    }
    if (!Files.exists(child)) {
      return; // a link that leads nowhere
    }
    BasicFileAttributes attributes = Files.readAttributes(child, BasicFileAttributes.class);
    Path real = Files.isSymbolicLink(child) ? child.toRealPath() : child;
    if (!layout.contains(real)) {
      return;
    }
    if (attributes.isDirectory()) {
      // a link to a directory that it lies in would be walked for ever
      if (!directory.startsWith(real)) {
        items.add(new Item(Kind.DIRECTORY, name + "/", real, 0));
      }
    } else if (attributes.isRegularFile() && inside) {
      items.add(new Item(Kind.FILE, name, real, attributes.size()));
      if (archives && ArchiveFormat.ofName(name).isPresent()) {
        items.add(new Item(Kind.MEMBERS, name + "/", real, 0));
      }
    }
  }

  private boolean visitMembers(Item shard) throws IOException {
    for (ListedObject member : members(shard)) {
      if (!visitor.visit(member)) {
        return false;
      }
    }
    return true;
  }

  /** A shard's members, sorted; those before the damage where it is damaged. */
  private static List<ListedObject> members(Item shard) throws IOException {
    List<ListedObject> members = new ArrayList<>();
    String name = shard.name.substring(0, shard.name.length() - 1);
    try (MemberStream stream =
        ArchiveReader.open(
            ArchiveFormat.ofName(name).orElseThrow(), FileChannel.open(shard.real))) {
      for (MemberHeader member = stream.next(); member != null; member = stream.next()) {
        String path = ListedName.of(member.name());
        if (path != null) {
          members.add(new ListedObject(name + "/" + path, member.size(), true));
        }
      }
    } catch (TruncatedArchiveException | CorruptArchiveException | AccessDeniedException e) {
      // one bad shard does not hide the bucket; reading its members tells the rest
      LOG.warn("shard={} listed={} cause={}", shard.real, members.size(), e.getMessage());
    }
    members.sort(Comparator.comparing(ListedObject::name, BYTE_ORDER));
    return members;
  }
}
