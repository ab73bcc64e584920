package io.aisml.fetcher.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A compressed tar, which can only be read from its beginning. Members that are looked up in the
 * shard's order cost one pass; a name that was passed starts another.
 */
final class ScannedShard implements ShardReader {
  private final ArchiveFormat format;
  private final FileChannel file;
  private @Nullable MemberStream pass; // null where none was begun, or the last one ended
  private Set<String> passed = new HashSet<>(); // in this pass
  private @Nullable Set<String> all; // null until one pass came to the end

  /** How members are stored that are listed by other names, as far as passes have come. */
  private final Map<String, String> otherwise = new HashMap<>();

  ScannedShard(ArchiveFormat format, FileChannel file) {
    this.format = format;
    this.file = file;
  }

  @Override
  public @Nullable MemberHeader find(String name) throws IOException {
    MemberHeader found = findStored(Shards.key(name));
    String stored = otherwise.get(name);
    return found == null && stored != null ? findStored(stored) : found;
  }

  private @Nullable MemberHeader findStored(String key) throws IOException {
    if (all != null && !all.contains(key)) {
      return null;
    }
    MemberStream members = passed.contains(key) || pass == null ? startOver() : pass;
    try {
      for (MemberHeader member = members.next(); member != null; member = members.next()) {
        String candidate = Shards.key(member.name());
        passed.add(candidate);
        Shards.listedOtherwise(member.name()).ifPresent(n -> otherwise.putIfAbsent(n, candidate));
        if (candidate.equals(key)) {
          return member;
        }
      }
    } catch (IOException e) {
      endPass();
      throw e;
    }
    all = passed;
    endPass();
    return null;
  }

  @Override
  public void skip(long bytes) throws IOException {
    Shards.discard(this, bytes);
  }

  @Override
  public int read(ByteBuffer dst) throws IOException {
    return pass == null ? -1 : pass.read(dst);
  }

  @Override
  public void close() throws IOException {
    try (file) {
      endPass();
    }
  }

  private MemberStream startOver() throws IOException {
    endPass();
    passed = new HashSet<>();
    pass = ArchiveReader.open(format, new Shared(Channels.newInputStream(file.position(0))));
    return pass;
  }

  private void endPass() throws IOException {
    if (pass != null) {
      pass.close();
      pass = null;
    }
  }

  /** The file stays open between two passes. */
  private static final class Shared extends FilterInputStream {
    Shared(InputStream in) {
      super(in);
    }

    @Override
    public void close() {
      // the shard closes the file
    }
  }
}
