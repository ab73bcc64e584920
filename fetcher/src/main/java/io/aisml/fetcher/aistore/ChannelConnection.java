package io.aisml.fetcher.aistore;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.SocketHolder;

/** A connection that reads from its socket by {@link ChannelInput}, unless it is encrypted. */
final class ChannelConnection extends DefaultManagedHttpClientConnection {
  private static final AtomicLong COUNT = new AtomicLong();

  ChannelConnection(Http1Config config) {
    super("aisml-" + COUNT.incrementAndGet(), null, null, config, null, null, null, null);
  }

  @Override
  public void bind(Socket socket) throws IOException {
    bind(new Plain(socket));
  }

  private static final class Plain extends SocketHolder {
    Plain(Socket socket) {
      super(socket);
    }

    @Override
    protected InputStream getInputStream(Socket socket) throws IOException {
      return new ChannelInput(socket);
    }
  }
}
