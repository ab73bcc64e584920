package io.aisml.fetcher.aistore;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** Sends one prepared request to whatever node it is pointed at. */
@FunctionalInterface
interface Sender {
  /**
   * @param token the bearer token, if the node is to see it
   */
  HttpReply send(URI uri, Optional<String> token) throws IOException;
}
