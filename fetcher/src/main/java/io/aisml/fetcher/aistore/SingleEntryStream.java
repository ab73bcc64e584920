package io.aisml.fetcher.aistore;

import io.aisml.fetcher.source.EntryReply;
import io.aisml.fetcher.spec.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A request of one entry, by the quickest way for a single one. */
final class SingleEntryStream extends AbortableStream {
  private final SingleEntry single;
  private boolean asked;
  private boolean hasData;

  SingleEntryStream(Calls calls, Entry entry, Lifeline lifeline, Runnable onClose) {
    super(lifeline, onClose);
    single = SingleEntry.cheapest(calls, lifeline, calls.patience(lifeline), entry);
  }

  @Override
  @Nullable EntryReply advance() throws IOException {
    if (asked) {
      hasData = false;
      single.close();
      return null;
    }
    asked = true;
    EntryReply reply = single.open(0);
    hasData = reply instanceof EntryReply.Data;
    return reply;
  }

  @Override
  int fill(ByteBuffer dst) throws IOException {
    return hasData ? single.read(dst) : -1;
  }

  @Override
  void release() {
    single.close();
  }
}
