package io.aisml.fetcher.source;

import java.util.concurrent.atomic.LongAdder;

/** Counts of one source since it was opened. Each adder may be bumped by any thread. */
public final class SourceCounters {
  /** Get-batch requests sent, each retry included. */
  public final LongAdder batchRequests = new LongAdder();

  /** GETs of objects, members and ranges, each retry included. */
  public final LongAdder entryRequests = new LongAdder();

  /** HEADs and listing pages. */
  public final LongAdder metadataRequests = new LongAdder();

  /** Requests that were sent again after a failure. */
  public final LongAdder retries = new LongAdder();

  /** Replies with status 429 or 503. */
  public final LongAdder throttled = new LongAdder();

  /** Bytes of entries received, also of those that were received twice. */
  public final LongAdder bytesReceived = new LongAdder();
}
