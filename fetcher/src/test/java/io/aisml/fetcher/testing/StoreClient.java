package io.aisml.fetcher.testing;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The writing side of AIStore's API, which aisml itself has no use for: buckets, objects and the
 * cluster's configuration. Kept apart from the code under test on purpose.
 */
final class StoreClient {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final Pattern UUID = Pattern.compile("\"uuid\":\"([^\"]+)\"");
  private static final Duration ATTACH_TIMEOUT = Duration.ofSeconds(60);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI endpoint;
  private final Optional<String> token;

  /**
   * @param token of an administrator, for a cluster that demands one
   */
  StoreClient(URI endpoint, Optional<String> token) {
    this.endpoint = endpoint;
    this.token = token;
  }

  void createBucket(String bucket) {
    send(
        json("POST", "/v1/buckets/" + name(bucket) + query(bucket), "{\"action\":\"create-bck\"}"));
  }

  void destroyBucket(String bucket) {
    send(
        json(
            "DELETE",
            "/v1/buckets/" + name(bucket) + query(bucket),
            "{\"action\":\"destroy-bck\"}"));
  }

  /** A bucket of a namespace is named as {@code #namespace/name}. */
  private static String name(String bucket) {
    return bucket.substring(bucket.indexOf('/') + 1);
  }

  private static String query(String bucket) {
    int slash = bucket.indexOf('/');
    return "?provider=ais"
        + (slash < 0 ? "" : "&namespace=" + escape("@" + bucket.substring(0, slash)));
  }

  void put(String bucket, String name, byte[] content) {
    sendObject("PUT", bucket, name, BodyPublishers.ofByteArray(content));
  }

  void put(String bucket, String name, Path content) {
    try {
      sendObject("PUT", bucket, name, BodyPublishers.ofFile(content));
    } catch (FileNotFoundException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete(String bucket, String name) {
    sendObject("DELETE", bucket, name, BodyPublishers.noBody());
  }

  void setConfig(String assignment) {
    send(request("PUT", "/v1/cluster/set-config?" + assignment, BodyPublishers.noBody()).build());
  }

  /** AIStore core/meta/smap.go: Smap.UUID; nodes have none of that name. */
  String uuid() {
    HttpResponse<String> map =
        exchange(request("GET", "/v1/daemon?what=smap", BodyPublishers.noBody()).build());
    return UUID.matcher(map.body())
        .results()
        .map(found -> found.group(1))
        .findFirst()
        .orElseThrow(() -> unexpected(map));
  }

  /** AIStore api/cluster.go: AttachRemoteAIS. */
  void attachRemote(String alias, URI url) {
    send(
        request("PUT", "/v1/cluster/attach?what=remote", BodyPublishers.noBody())
            .header("Ais-Remote-Ais-Alias", alias)
            .header("Ais-Remote-Ais-Url", url.toString())
            .build());
  }

  /**
   * Waits until the proxy knows the alias of an attached cluster, which takes it some seconds;
   * until then it passes the alias on to targets, and they answer that the bucket does not exist.
   *
   * @param bucket of the attached cluster
   */
  void awaitAlias(String alias, String bucket) throws InterruptedException {
    HttpRequest ask =
        request(
                "GET",
                "/v1/objects/" + bucket + "/any?provider=ais&namespace=@" + alias + "%23",
                BodyPublishers.noBody())
            .build();
    long deadline = System.nanoTime() + ATTACH_TIMEOUT.toNanos();
    String location;
    do {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            endpoint + " did not learn the alias " + alias + " within " + ATTACH_TIMEOUT);
      }
      Thread.sleep(200);
      location = exchange(ask).headers().firstValue("Location").orElse("@" + alias);
    } while (location.contains("@" + alias) || location.contains("%40" + alias));
  }

  /** The proxy names the target to send to; the JDK's own redirects choke on odd object names. */
  private void sendObject(String method, String bucket, String name, BodyPublisher body) {
    String path = "/v1/objects/" + name(bucket) + "/" + escape(name);
    HttpResponse<String> asked =
        exchange(request(method, path + query(bucket), BodyPublishers.noBody()).build());
    if (asked.statusCode() != 307) {
      throw unexpected(asked);
    }
    String location = asked.headers().firstValue("Location").orElseThrow();
    String target = location.substring(0, location.indexOf('/', "http://".length()));
    String query = location.substring(location.indexOf('?'));
    send(
        HttpRequest.newBuilder(URI.create(target + path + query))
            .method(method, body)
            .timeout(TIMEOUT)
            .build());
  }

  private HttpRequest json(String method, String path, String body) {
    return request(method, path, BodyPublishers.ofString(body))
        .header("Content-Type", "application/json")
        .build();
  }

  private HttpRequest.Builder request(String method, String path, BodyPublisher body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.resolve(path)).method(method, body).timeout(TIMEOUT);
    token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
    return request;
  }

  private void send(HttpRequest request) {
    HttpResponse<String> response = exchange(request);
    if (response.statusCode() / 100 != 2) {
      throw unexpected(response);
    }
  }

  private HttpResponse<String> exchange(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(request.method() + " " + request.uri(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted in " + request.uri(), e);
    }
  }

  private static IllegalStateException unexpected(HttpResponse<String> response) {
    return new IllegalStateException(
        "%s %s: %d %s"
            .formatted(
                response.request().method(),
                response.uri(),
                response.statusCode(),
                response.body()));
  }

  private static String escape(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20").replace("%2F", "/");
  }
}
