package io.aisml.fetcher.aistore;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.time.Duration;
import java.util.Optional;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Sends GETs that have a body, which AIStore wants and OkHttp refuses, and GETs of content, which
 * OkHttp reads 8 KiB at a time. Over HTTP/1.1, without redirects, retries or compression.
 */
final class BodyClient implements Closeable {
  private static final int BUFFER_BYTES = 64 << 10;

  private static final Http1Config HTTP = Http1Config.custom().setBufferSize(BUFFER_BYTES).build();

  // Requests in flight are bounded by whoever sends them.
  private static final int MAX_CONNECTIONS = 10_000;

  private final CloseableHttpClient client;

  BodyClient(Timeouts timeouts, TlsContext tls) {
    client =
        HttpClientBuilder.create()
            .setConnectionManager(
                new Connections()
                    .setTlsSocketStrategy(
                        new DefaultClientTlsStrategy(
                            tls.context(), HostnameVerificationPolicy.CLIENT, tls.hostnames()))
                    .setConnectionFactory(socket -> new ChannelConnection(HTTP))
                    .setMaxConnTotal(MAX_CONNECTIONS)
                    .setMaxConnPerRoute(MAX_CONNECTIONS)
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(timeout(timeouts.connect()))
                            .setSocketTimeout(timeout(timeouts.stall()))
                            .build())
                    .build())
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setConnectionKeepAlive(
                        TimeValue.ofMilliseconds(Timeouts.KEEP_ALIVE.toMillis()))
                    .setResponseTimeout(timeout(timeouts.stall()))
                    .setProtocolUpgradeEnabled(false)
                    .build())
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableContentCompression()
            .disableCookieManagement()
            .disableAuthCaching()
            .setUserAgent("aisml")
            .build();
  }

  /** A sender of {@code body}, which {@code lifeline} cuts. */
  Sender get(byte[] body, Lifeline lifeline) {
    return (uri, token) -> {
      HttpUriRequestBase request = new HttpUriRequestBase("GET", uri);
      request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
      return send(request, token, lifeline);
    };
  }

  /**
   * A sender of a GET without a body, which {@code lifeline} cuts.
   *
   * @param range the value of a {@code Range} header, or empty
   */
  Sender get(String range, Lifeline lifeline) {
    return (uri, token) -> {
      HttpUriRequestBase request = new HttpUriRequestBase("GET", uri);
      if (!range.isEmpty()) {
        request.setHeader(HttpHeaders.RANGE, range);
      }
      return send(request, token, lifeline);
    };
  }

  private HttpReply send(HttpUriRequestBase request, Optional<String> token, Lifeline lifeline)
      throws IOException {
    token.ifPresent(t -> request.setHeader(HttpHeaders.AUTHORIZATION, "Bearer " + t));
    lifeline.cancelBy(request::cancel);
    try {
      return new Reply(request, client.executeOpen(null, request, null));
    } catch (IllegalStateException e) {
      throw new IOException("the source is closed", e); // the pool says so in this way
    }
  }

  @Override
  public void close() {
    client.close(CloseMode.IMMEDIATE);
  }

  private static Timeout timeout(Duration duration) {
    return Timeout.ofMilliseconds(duration.toMillis());
  }

  private static final class Connections extends PoolingHttpClientConnectionManagerBuilder {
    @Override
    protected HttpClientConnectionOperator createConnectionOperator(
        SchemePortResolver ports, DnsResolver dns, TlsSocketStrategy tls) {
      InterruptibleSockets sockets = new InterruptibleSockets();
      return new DefaultHttpClientConnectionOperator(
          (Proxy proxy) -> sockets.createSocket(),
          ports,
          dns,
          RegistryBuilder.<TlsSocketStrategy>create().register(URIScheme.HTTPS.id, tls).build());
    }
  }

  private record Reply(HttpUriRequestBase request, ClassicHttpResponse response)
      implements HttpReply {
    @Override
    public int status() {
      return response.getCode();
    }

    @Override
    public Optional<String> header(String name) {
      return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
    }

    @Override
    public InputStream body() throws IOException {
      HttpEntity entity = response.getEntity();
      return entity == null ? InputStream.nullInputStream() : entity.getContent();
    }

    @Override
    public void close() {
      // Without this, closing would read the rest of the body first; after the body's end the
      // connection is in the pool already and out of reach.
      request.cancel();
      try {
        response.close();
      } catch (IOException e) {
        // The connection is gone, which is what was asked for.
      }
    }
  }
}
