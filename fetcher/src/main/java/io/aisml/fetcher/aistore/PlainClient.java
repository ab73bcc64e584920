package io.aisml.fetcher.aistore;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;

/** Sends GETs and HEADs without a body. Over HTTP/1.1, without redirects or compression. */
final class PlainClient implements Closeable {
  private static final int MAX_IDLE_CONNECTIONS = 64;

  private final OkHttpClient client;

  PlainClient(Timeouts timeouts, TlsContext tls) {
    client =
        new OkHttpClient.Builder()
            .protocols(List.of(Protocol.HTTP_1_1))
            .followRedirects(false)
            .socketFactory(new InterruptibleSockets())
            .sslSocketFactory(tls.context().getSocketFactory(), tls.trust())
            .hostnameVerifier(tls.hostnames())
            .connectTimeout(timeouts.connect())
            .readTimeout(timeouts.stall())
            .writeTimeout(timeouts.stall())
            .connectionPool(
                new ConnectionPool(
                    MAX_IDLE_CONNECTIONS, Timeouts.KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS))
            .build();
  }

  /** A sender of a GET, which {@code lifeline} cuts. */
  Sender get(Lifeline lifeline) {
    return (uri, token) -> send(request(uri, token).get(), lifeline);
  }

  /** A sender of a HEAD, which {@code lifeline} cuts. */
  Sender head(Lifeline lifeline) {
    return (uri, token) -> send(request(uri, token).head(), lifeline);
  }

  private static Request.Builder request(URI uri, Optional<String> token)
      throws MalformedURLException {
    Request.Builder request =
        new Request.Builder()
            .url(uri.toURL())
            .header("User-Agent", "aisml")
            // Without it OkHttp asks for gzip.
            .header("Accept-Encoding", "identity");
    return token.map(t -> request.header("Authorization", "Bearer " + t)).orElse(request);
  }

  private HttpReply send(Request.Builder request, Lifeline lifeline) throws IOException {
    Call call = client.newCall(request.build());
    lifeline.cancelBy(call::cancel);
    return new Reply(call, call.execute());
  }

  @Override
  public void close() {
    client.dispatcher().cancelAll();
    client.connectionPool().evictAll();
  }

  private record Reply(Call call, Response response) implements HttpReply {
    @Override
    public int status() {
      return response.code();
    }

    @Override
    public Optional<String> header(String name) {
      return Optional.ofNullable(response.header(name));
    }

    @Override
    public InputStream body() {
      return response.body().byteStream();
    }

    @Override
    public void close() {
      // Without this, closing would wait for the rest of the body; after the body's end the
      // connection is in the pool already and out of reach.
      call.cancel();
      response.close();
    }
  }
}
