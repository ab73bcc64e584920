package io.aisml.fetcher.layout;

import io.aisml.fetcher.lhotse.RecordingDescription;
import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.source.EntryReply;
import io.aisml.fetcher.source.EntryStream;
import io.aisml.fetcher.spec.ByteRange;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.ObjectRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalInt;

/** What a member {@code ID.json} of a tar of a Lhotse Shar directory says of the data beside it. */
final class SharDescription {
  /** A recording's description is some hundred bytes. */
  private static final int MAX_BYTES = 1 << 20;

  private SharDescription() {}

  /**
   * Reads the sampling rate of a cut's recording.
   *
   * @return empty when there is no such member, or it does not say
   * @throws io.aisml.fetcher.source.SourceException when the store does not answer
   */
  static OptionalInt samplingRate(BatchSource store, ObjectRef tar, String cut) throws IOException {
    Entry entry = new Entry(tar, cut + SharTar.DESCRIPTION, ByteRange.WHOLE);
    try (EntryStream stream = store.entry(entry)) {
      if (!(stream.next() instanceof EntryReply.Data data) || data.size() > MAX_BYTES) {
        return OptionalInt.empty();
      }
      ByteBuffer text = ByteBuffer.allocate((int) data.size());
      while (text.hasRemaining() && stream.read(text) >= 0) {
        // as many bytes as are at hand come at a time
      }
      return RecordingDescription.samplingRate(text.array());
    }
  }
}
