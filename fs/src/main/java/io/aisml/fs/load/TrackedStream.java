package io.aisml.fs.load;

import io.aisml.fetcher.source.EntryReply;
import io.aisml.fetcher.source.EntryStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A stream that is in a set for as long as it is open. */
final class TrackedStream implements EntryStream {
  private final EntryStream stream;
  private final Set<EntryStream> open;

  TrackedStream(EntryStream stream, Set<EntryStream> open) {
    this.stream = stream;
    this.open = open;
    open.add(this);
  }

  @Override
  public @Nullable EntryReply next() throws IOException {
    return stream.next();
  }

  @Override
  public int read(ByteBuffer dst) throws IOException {
    return stream.read(dst);
  }

  @Override
  public void close() {
    open.remove(this);
    stream.close();
  }
}
