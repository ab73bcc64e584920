package io.aisml.fetcher.archive;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the members of a plain tar lie. Immutable; outlives the file it was read from. */
public final class TarIndex {
  private final Map<String, Extent> extents;
  private final @Nullable IOException cut; // why there may be more members than these

  private TarIndex(Map<String, Extent> extents, @Nullable IOException cut) {
    this.extents = extents;
    this.cut = cut;
  }

  /** Reads every header of a tar, and nothing of its data. */
  public static TarIndex read(FileChannel file) throws IOException {
    Map<String, Extent> extents = new HashMap<>();
    Map<String, Extent> otherwise = new HashMap<>();
    // not closed: the file is the caller's
    var stream =
        new TarMemberStream(new PullInput(Channels.newInputStream(file.position(0))), () -> {});
    try {
      for (MemberHeader member = stream.next(); member != null; member = stream.next()) {
        Extent extent = new Extent(member.name(), stream.offset(), member.size());
        extents.putIfAbsent(Shards.key(member.name()), extent);
        Shards.listedOtherwise(member.name()).ifPresent(n -> otherwise.putIfAbsent(n, extent));
      }
      otherwise.forEach(extents::putIfAbsent);
      return new TarIndex(extents, null);
    } catch (TruncatedArchiveException | CorruptArchiveException e) {
      otherwise.forEach(extents::putIfAbsent);
      return new TarIndex(extents, e);
    }
  }

  /** The number of names. */
  public int size() {
    return extents.size();
  }

  @Nullable Extent find(String name) throws IOException {
    Extent extent = extents.get(Shards.key(name));
    if (extent == null && cut != null) {
      throw cut;
    }
    return extent;
  }

  /** A member's bytes in the file. */
  record Extent(String name, long offset, long size) {}
}
