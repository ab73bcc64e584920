package io.aisml.fetcher.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedAistore.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AistoreClusterIT {
  private final HttpClient http = HttpClient.newBuilder().followRedirects(Redirect.NORMAL).build();
  private AistoreCluster cluster;
  private String bucket;

  @BeforeAll
  void fill(AistoreCluster shared) {
    cluster = shared;
    bucket = cluster.newBucket("cluster-test");
    cluster.put(bucket, "hello", "hello world".getBytes(UTF_8));
  }

  @Test
  void givesBackWhatWasPut() throws Exception {
    assertThat(get(cluster.endpoint(), "hello").body()).isEqualTo("hello world");
  }

  @Test
  void aSharedClusterIsNotStopped() {
    assertThatThrownBy(() -> cluster.killTarget(1))
        .hasMessageContaining("needs one from AistoreCluster.start()");
  }

  @Test
  void aKilledTargetComesBackWithItsObjects() throws Exception {
    try (AistoreCluster own = AistoreCluster.start("--targets", "1")) {
      own.createBucket(bucket);
      own.put(bucket, "hello", "hello again".getBytes(UTF_8));
      own.killTarget(1);
      assertThatThrownBy(() -> get(own.endpoint(), "hello")).isInstanceOf(IOException.class);
      own.restartTarget(1);
      assertThat(get(own.endpoint(), "hello").body()).isEqualTo("hello again");
      own.stopAll();
      own.startAll();
      assertThat(get(own.endpoint(), "hello").body()).isEqualTo("hello again");
    }
  }

  @Test
  void anAttachedClusterIsReadThroughTheOther() throws Exception {
    try (AistoreCluster near = AistoreCluster.start("--targets", "1")) {
      near.attachRemote("far", cluster);
      assertThat(get(near.endpoint(), "hello", "&namespace=@far%23").body())
          .isEqualTo("hello world");
    }
  }

  @Test
  void aClusterWithAKeyRefusesRequestsWithoutToken() throws Exception {
    try (AistoreCluster own = AistoreCluster.start("--targets", "1", "--auth-key", "a key")) {
      own.createBucket(bucket);
      own.put(bucket, "hello", "hello".getBytes(UTF_8));
      assertThat(get(own.endpoint(), "hello").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void redirectsLeadThroughTheFaultProxy() throws Exception {
    try (FaultProxy proxy = FaultProxy.before(cluster)) {
      HttpResponse<String> response = get(proxy.endpoint(), "hello");
      assertThat(response.body()).isEqualTo("hello world");
      assertThat(response.uri().getPort()).isNotEqualTo(proxy.endpoint().getPort());
      assertThat(proxy.requestLines())
          .hasSize(2)
          .allMatch(line -> line.startsWith("GET /v1/objects/" + bucket + "/hello?"));
    }
  }

  @Test
  void aReplyIsCutOnceWhereAsked() throws Exception {
    try (FaultProxy proxy = FaultProxy.before(cluster)) {
      proxy.next(line -> line.contains("pid="), new Fault.Cut(5));
      assertThatThrownBy(() -> get(proxy.endpoint(), "hello"))
          .isInstanceOf(IOException.class)
          .hasRootCauseMessage("EOF reached while reading");
      assertThat(get(proxy.endpoint(), "hello").body()).isEqualTo("hello world");
    }
  }

  @Test
  void anAnswerKeepsTheRequestFromTheServer() throws Exception {
    try (FaultProxy proxy = FaultProxy.before(cluster)) {
      proxy.next(line -> true, new Fault.Answer(429, List.of("Retry-After: 1")));
      HttpResponse<String> response = get(proxy.endpoint(), "hello");
      assertThat(response.statusCode()).isEqualTo(429);
      assertThat(response.headers().map()).containsEntry("retry-after", List.of("1"));
    }
  }

  private HttpResponse<String> get(URI endpoint, String name, String... query) throws Exception {
    URI uri =
        endpoint.resolve(
            "/v1/objects/" + bucket + "/" + name + "?provider=ais" + String.join("", query));
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}
