package io.aisml.fetcher.archive;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Looks up members of a shard, an archive that lies in a file, and reads them. A name matches as
 * AIStore matches it: exactly, or when one leading slash is taken from both; the first member of a
 * name wins. AIStore {@code cmn/archive/read.go: ReadOne, namesEq}. When there is none, the first
 * member that {@link ListedName} calls so. For one thread; closing it closes the file.
 */
public interface ShardReader extends Closeable {
  /**
   * Goes to a member.
   *
   * @return null when the shard has no regular file of this name
   * @throws TruncatedArchiveException when the shard ends early and the name is not before that
   * @throws CorruptArchiveException when the shard is none, or damaged before the name is found
   */
  @Nullable MemberHeader find(String name) throws IOException;

  /** Passes over bytes of the current member, no more than it has left. */
  void skip(long bytes) throws IOException;

  /** As {@link MemberStream#read}. */
  int read(ByteBuffer dst) throws IOException;
}
