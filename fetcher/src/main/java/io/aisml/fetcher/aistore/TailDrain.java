package io.aisml.fetcher.aistore;

/**
 * Reads the ends of replies whose members have all been read. At most a few at a time, each bounded
 * by the exchange's own timeout; what is too much is dropped with its connection.
 */
final class TailDrain implements AutoCloseable {
  private final SpareThreads threads = new SpareThreads("aistore-tail", 16);

  void drain(BatchReply reply) {
    if (!threads.tryRun(reply::drain)) {
      reply.drop();
    }
  }

  @Override
  public void close() {
    threads.close();
  }
}
