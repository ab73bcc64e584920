package io.aisml.fetcher.aistore;

import io.aisml.fetcher.source.SourceCounters;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The way into the cluster: a request goes to a proxy, which sends it on to a target. Redirects are
 * followed here, because each must be sent with the same method, body and length, and because a
 * client's own redirect handling rejects AIStore's {@code Location}s or remembers them.
 */
final class Gateway {
  // Proxy to target is one; the rest is for a proxy that passes on to another proxy.
  private static final int MAX_HOPS = 4;
  private static final int MAX_ERROR_BYTES = 64 << 10;

  private final Proxies proxies;
  private final TokenSource tokens;
  private final SourceCounters counters;

  Gateway(Proxies proxies, TokenSource tokens, SourceCounters counters) {
    this.proxies = proxies;
    this.tokens = tokens;
    this.counters = counters;
  }

  /** The endpoints, for messages. */
  String endpoints() {
    return proxies.toString();
  }

  /**
   * Sends a request and follows it to its reply.
   *
   * @param pathAndQuery percent-encoded
   * @return a reply of status 2xx
   * @throws RefusedException when a node answers anything else
   * @throws Unreachable when a node does not answer
   */
  HttpReply request(String pathAndQuery, Sender sender) throws IOException {
    Optional<String> token = tokens.token();
    try {
      return atProxy(pathAndQuery, sender, token);
    } catch (RefusedException e) {
      if (e.error().verdict() != ServerError.Verdict.UNAUTHORIZED) {
        throw e;
      }
      Optional<String> newer = tokens.token();
      if (newer.equals(token)) {
        throw e;
      }
      return atProxy(pathAndQuery, sender, newer);
    }
  }

  private HttpReply atProxy(String pathAndQuery, Sender sender, Optional<String> token)
      throws IOException {
    URI proxy = proxies.current();
    HttpReply reply;
    try {
      reply = send(sender, URI.create(proxy + pathAndQuery), token);
    } catch (Unreachable e) {
      proxies.failed(proxy);
      throw e;
    } catch (RefusedException e) {
      if (e.error().status() == 503) {
        proxies.failed(proxy);
      }
      throw e;
    }
    for (int hops = 1; reply.status() / 100 == 3; hops++) {
      Optional<String> location = reply.header("Location");
      discard(reply);
      if (hops == MAX_HOPS || location.isEmpty()) {
        throw new IOException(proxy + " redirects in circles or to nowhere");
      }
      // Targets do not look at tokens, so they need not see them. AIStore ais/target.go.
      reply = send(sender, AisUrl.location(location.get()), Optional.empty());
    }
    return reply;
  }

  /** A reply that is a success or a redirect. */
  private HttpReply send(Sender sender, URI uri, Optional<String> token) throws IOException {
    HttpReply reply;
    try {
      reply = sender.send(uri, token);
    } catch (IOException e) {
      throw new Unreachable(uri, e);
    }
    if (reply.status() / 100 == 2 || isRedirect(reply.status())) {
      return reply;
    }
    try (reply) {
      ServerError error = error(reply);
      if (error.verdict() == ServerError.Verdict.THROTTLED) {
        counters.throttled.increment();
      }
      throw new RefusedException(uri, error);
    }
  }

  /** GETs of objects are redirected with 301, all else with 307. AIStore ais/proxy.go. */
  private static boolean isRedirect(int status) {
    return status == 301 || status == 302 || status == 307 || status == 308;
  }

  private static ServerError error(HttpReply reply) {
    // A reply to HEAD has its error in a header. AIStore cmn/err.go: ErrHTTP.write.
    String text =
        reply
            .header("Hdr-Error")
            .orElseGet(
                () -> {
                  try {
                    byte[] body = reply.body().readNBytes(MAX_ERROR_BYTES);
                    return new String(body, StandardCharsets.UTF_8);
                  } catch (IOException e) {
                    return ""; // the status has to do
                  }
                });
    return Wire.error(reply.status(), text);
  }

  /** Reads a short body to its end, so that the connection can be used again. */
  private static void discard(HttpReply reply) {
    try (reply) {
      reply.body().readNBytes(MAX_ERROR_BYTES);
    } catch (IOException e) {
      // Then the connection is not used again.
    }
  }
}
