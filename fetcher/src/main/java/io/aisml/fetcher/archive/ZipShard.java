package io.aisml.fetcher.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.jspecify.annotations.Nullable;

/** A zip, whose directory tells where a member lies. */
final class ZipShard implements ShardReader {
  private final ZipArchive archive;
  private final Map<String, ZipArchiveEntry> members = new HashMap<>();
  private @Nullable ZipData current;

  ZipShard(ZipArchive archive) {
    this.archive = archive;
    Map<String, ZipArchiveEntry> otherwise = new HashMap<>();
    Enumeration<ZipArchiveEntry> entries = archive.entries();
    while (entries.hasMoreElements()) {
      ZipArchiveEntry entry = entries.nextElement();
      if (ZipArchive.isMember(entry)) {
        members.putIfAbsent(Shards.key(entry.getName()), entry);
        Shards.listedOtherwise(entry.getName()).ifPresent(n -> otherwise.putIfAbsent(n, entry));
      }
    }
    otherwise.forEach(members::putIfAbsent);
  }

  @Override
  public @Nullable MemberHeader find(String name) throws IOException {
    ZipArchiveEntry entry = members.get(Shards.key(name));
    current = entry == null ? null : archive.open(entry);
    return entry == null ? null : new MemberHeader(entry.getName(), entry.getSize());
  }

  @Override
  public void skip(long bytes) throws IOException {
    Shards.discard(this, bytes);
  }

  @Override
  public int read(ByteBuffer dst) throws IOException {
    return current == null ? -1 : current.read(dst);
  }

  @Override
  public void close() throws IOException {
    archive.close();
  }
}
