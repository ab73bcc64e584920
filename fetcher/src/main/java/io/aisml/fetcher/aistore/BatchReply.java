package io.aisml.fetcher.aistore;

import io.aisml.fetcher.archive.MemberHeader;
import io.aisml.fetcher.archive.MemberStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** The archive that answers one get-batch. Ends with {@link #finish} or {@link #abort}. */
final class BatchReply {
  // A tar trailer, a zip directory, the last chunk: anything longer is not worth waiting for.
  private static final int MAX_TAIL_BYTES = 1 << 20;

  private final HttpReply http;
  private final MemberStream members;
  private final Semaphore permits;
  private final TailDrain tails;

  BatchReply(HttpReply http, MemberStream members, Semaphore permits, TailDrain tails) {
    this.http = http;
    this.members = members;
    this.permits = permits;
    this.tails = tails;
  }

  /** See {@link MemberStream#next}. */
  @Nullable MemberHeader next() throws IOException {
    return members.next();
  }

  /** See {@link MemberStream#read}. */
  int read(ByteBuffer dst) throws IOException {
    return members.read(dst);
  }

  /**
   * All members are read. What follows them, about 100 ms later (AIStore {@code xact/xs/moss.go:
   * quiesce}), is read elsewhere, so that the connection can be used again.
   */
  void finish() {
    permits.release();
    tails.drain(this);
  }

  /** Drops the reply and its connection. */
  void abort() {
    permits.release();
    close();
  }

  /** Reads to the end of the response. */
  void drain() {
    try {
      http.body().readNBytes(MAX_TAIL_BYTES);
    } catch (IOException e) {
      // The connection is dropped.
    } finally {
      close();
    }
  }

  private void close() {
    http.close();
    try {
      members.close();
    } catch (IOException e) {
      // Nothing more is wanted of it.
    }
  }

  /** Drops the reply after {@link #finish}, when nobody can drain it. */
  void drop() {
    close();
  }
}
