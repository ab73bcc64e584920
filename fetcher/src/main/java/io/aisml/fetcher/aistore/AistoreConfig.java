package io.aisml.fetcher.aistore;

import io.aisml.fetcher.archive.ArchiveFormat;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * How to reach a cluster and how hard to use it.
 *
 * @param endpoints proxies of one cluster, {@code http} or {@code https}; the next one is tried
 *     when one does not answer
 * @param wireFormat the archive that the server packs get-batch replies into; a zip can only be
 *     read when it is complete
 * @param buffered whether the server packs a whole reply in its memory before it sends the first
 *     byte, and tells beforehand what is in it (multipart); otherwise it sends while it packs
 * @param coloc 0, or 1 to have the batch assembled by the target that holds most of it
 * @param maxRequests get-batch requests in flight at most, 1 or more
 * @param deadline the longest time without progress before a request fails, above zero
 */
public record AistoreConfig(
    List<URI> endpoints,
    TokenSource token,
    TlsFiles tls,
    ArchiveFormat wireFormat,
    boolean buffered,
    int coloc,
    int maxRequests,
    Duration deadline) {

  /**
   * @throws IllegalArgumentException when a component is out of its range
   */
  public AistoreConfig {
    endpoints = endpoints.stream().map(AistoreConfig::origin).toList();
    require(!endpoints.isEmpty(), "no endpoint");
    // AIStore ais/ml.go: httpmlget refuses anything above 2, and 2 does what 1 does.
    require(coloc >= 0 && coloc <= 2, "coloc is 0, 1 or 2, not " + coloc);
    require(maxRequests > 0, "maxRequests is 1 or more, not " + maxRequests);
    require(deadline.compareTo(Duration.ZERO) > 0, "deadline is above zero, not " + deadline);
  }

  /**
   * Plain tar while it is packed, no token, the system's certificates, 8 requests in flight, two
   * minutes.
   */
  public static AistoreConfig of(URI... endpoints) {
    return new AistoreConfig(
        List.of(endpoints),
        TokenSource.none(),
        TlsFiles.NONE,
        ArchiveFormat.TAR,
        false,
        0,
        8,
        Duration.ofMinutes(2));
  }

  private static URI origin(URI endpoint) {
    String scheme = endpoint.getScheme();
    require(
        ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))
            && endpoint.getHost() != null,
        "endpoint " + endpoint + " is no http:// or https:// URL");
    require(
        endpoint.getRawPath().isEmpty() || endpoint.getRawPath().equals("/"),
        "endpoint " + endpoint + " must not have a path");
    return URI.create(endpoint.getScheme() + "://" + endpoint.getRawAuthority());
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
