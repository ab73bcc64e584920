package io.aisml.fetcher.testing;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Stands before a cluster and does to chosen exchanges what the real one can't be made to do.
 *
 * <p>Redirects lead through it too: for each server that a {@code Location} names, it listens on a
 * port of its own. Each connection carries one exchange, so that a reply ends where its connection
 * does. Safe for use by several threads.
 */
public final class FaultProxy implements AutoCloseable {
  private record Armed(Predicate<String> requestLine, Fault fault, boolean once) {}

  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "fault-proxy");
            thread.setDaemon(true);
            return thread;
          });
  private final CountDownLatch closed = new CountDownLatch(1);
  // A server's host and port -> where this listens on its behalf.
  private final Map<String, ServerSocket> listeners = new ConcurrentHashMap<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  // Guarded by itself.
  private final List<Armed> armed = new ArrayList<>();
  private final Queue<String> requestLines = new ConcurrentLinkedQueue<>();
  private final URI endpoint;

  private FaultProxy(URI server) {
    this.endpoint = URI.create("http://" + addressFor(server.getAuthority()));
  }

  public static FaultProxy before(AistoreCluster cluster) {
    return new FaultProxy(cluster.endpoint());
  }

  /** The URL that takes the place of the cluster's endpoint. */
  public URI endpoint() {
    return endpoint;
  }

  /**
   * Does {@code fault} to the next exchange whose request line ({@code GET /v1/... HTTP/1.1})
   * matches, once. Of several that match, the first that was given here is done first.
   */
  public void next(Predicate<String> requestLine, Fault fault) {
    arm(new Armed(requestLine, fault, true));
  }

  /** Does {@code fault} to all exchanges that match, until {@link #heal}. */
  public void always(Predicate<String> requestLine, Fault fault) {
    arm(new Armed(requestLine, fault, false));
  }

  private void arm(Armed fault) {
    synchronized (armed) {
      armed.add(fault);
    }
  }

  /** Passes everything on from now on. */
  public void heal() {
    synchronized (armed) {
      armed.clear();
    }
  }

  /** How many faults wait for an exchange to be done to. */
  public int pending() {
    synchronized (armed) {
      return armed.size();
    }
  }

  /** The request lines seen so far; one that is redirected is seen again at its new server. */
  public List<String> requestLines() {
    return List.copyOf(requestLines);
  }

  /** Closes all connections, also those that stall. */
  @Override
  public void close() {
    closed.countDown();
    threads.shutdown();
    listeners.values().forEach(FaultProxy::closeQuietly);
    open.forEach(FaultProxy::closeQuietly);
  }

  private String addressFor(String server) {
    ServerSocket listener = listeners.computeIfAbsent(server, this::listenFor);
    return "127.0.0.1:" + listener.getLocalPort();
  }

  private ServerSocket listenFor(String server) {
    try {
      ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      threads.execute(() -> accept(listener, server));
      return listener;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(ServerSocket listener, String server) {
    try {
      while (true) {
        Socket client = listener.accept();
        open.add(client);
        threads.execute(() -> exchange(client, server));
      }
    } catch (IOException e) {
      closeQuietly(listener); // by close(), which has nobody to tell
    }
  }

  private void exchange(Socket client, String server) {
    int colon = server.lastIndexOf(':');
    String host = server.substring(0, colon);
    int port = Integer.parseInt(server.substring(colon + 1));
    try (client) {
      InputStream in = new BufferedInputStream(client.getInputStream());
      HttpHead request = HttpHead.read(in).orElse(null);
      if (request == null) {
        return; // opened and never used
      }
      requestLines.add(request.firstLine());
      Fault fault = take(request.firstLine());
      if (fault instanceof Fault.Answer answer) {
        // A connection closed with unread bytes is reset, and the answer may be lost with it.
        in.skipNBytes(request.header("Content-Length").map(Long::parseLong).orElse(0L));
        HttpHead.answer(answer.status(), answer.headers()).write(client.getOutputStream());
        return;
      }
      try (Socket upstream = new Socket(host, port)) {
        open.add(upstream);
        request.with("Connection", "close").write(upstream.getOutputStream());
        threads.execute(() -> passRequestBody(in, upstream));
        passReply(new BufferedInputStream(upstream.getInputStream()), client, fault);
        open.remove(upstream);
      }
    } catch (IOException e) {
      // One side went away, and try has closed the other: all that a proxy can say.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(client);
    }
  }

  /** Runs until the client closes its end; the server then hears of that. */
  private static void passRequestBody(InputStream in, Socket upstream) {
    try (upstream) {
      in.transferTo(upstream.getOutputStream());
    } catch (IOException e) {
      // The exchange is over.
    }
  }

  private void passReply(InputStream in, Socket client, @Nullable Fault fault)
      throws IOException, InterruptedException {
    OutputStream out = client.getOutputStream();
    HttpHead head = null;
    while (head == null || head.status() < 200) {
      Optional<HttpHead> next = HttpHead.read(in);
      if (next.isEmpty()) {
        return;
      }
      head = throughHere(next.get());
      head.write(out);
    }
    if (fault instanceof Fault.Cut cut) {
      copy(in, out, cut.bytes());
    } else if (fault instanceof Fault.Stall stall) {
      copy(in, out, stall.bytes());
      closed.await();
    } else {
      in.transferTo(out);
    }
  }

  private HttpHead throughHere(HttpHead reply) {
    if (reply.status() < 200) {
      return reply;
    }
    HttpHead single = reply.with("Connection", "close");
    String location = reply.header("Location").orElse("");
    if (!location.startsWith("http://")) {
      return single;
    }
    // Not java.net.URI: AIStore leaves characters of object names as they are.
    int start = "http://".length();
    int end = location.indexOf('/', start);
    String address = addressFor(location.substring(start, end));
    return single.with("Location", "http://" + address + location.substring(end));
  }

  private static void copy(InputStream in, OutputStream out, long bytes) throws IOException {
    byte[] piece = new byte[8192];
    for (long left = bytes; left > 0; ) {
      int count = in.read(piece, 0, (int) Math.min(left, piece.length));
      if (count < 0) {
        return;
      }
      out.write(piece, 0, count);
      left -= count;
    }
  }

  private @Nullable Fault take(String requestLine) {
    synchronized (armed) {
      for (Iterator<Armed> candidates = armed.iterator(); candidates.hasNext(); ) {
        Armed candidate = candidates.next();
        if (candidate.requestLine().test(requestLine)) {
          if (candidate.once()) {
            candidates.remove();
          }
          return candidate.fault();
        }
      }
    }
    return null;
  }

  private static void closeQuietly(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      // It is closed all the same.
    }
  }
}
