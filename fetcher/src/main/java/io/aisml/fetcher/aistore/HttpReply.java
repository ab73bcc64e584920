package io.aisml.fetcher.aistore;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** A response of either HTTP client, its body not yet read. */
interface HttpReply extends Closeable {
  int status();

  Optional<String> header(String name);

  /** The body, the same object at each call; empty when there is none. */
  InputStream body() throws IOException;

  /** Drops the connection, or keeps it when the body has been read to its end. */
  @Override
  void close();
}
