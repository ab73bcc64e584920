package io.aisml.fetcher.aistore;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.aisml.fetcher.archive.ArchiveFormat;
import io.aisml.fetcher.archive.ArchiveWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An AIStore of one node that is proxy and target, with faults on demand. It redirects, refuses and
 * leaves out as the real one does; what it answers was compared with a real cluster of v1.5.0.
 */
final class FakeAistore implements AutoCloseable {
  static {
    // Or each reply waits 40 ms for the client's delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private static final JsonMapper JSON = new JsonMapper();
  private static final int MAX_SOFT_ERRORS = 8;

  /** A request as it came in. */
  record Request(String method, String path, String query, String body, Map<String, String> head) {
    boolean isBatch() {
      return path.startsWith("/v1/ml/moss");
    }

    /** Whether a proxy sent it here. */
    boolean isRedirected() {
      return query.contains("pid=");
    }

    /** The names of the objects that a get-batch asks for. */
    List<String> asked() {
      return JSON.readTree(body)
          .path("in")
          .valueStream()
          .map(entry -> entry.path("objname").asString())
          .toList();
    }
  }

  final List<Request> requests = new CopyOnWriteArrayList<>();

  /** The connections that requests came over. */
  final Set<InetSocketAddress> connections = ConcurrentHashMap.newKeySet();

  /** Done to the next get-batches, as the target answers them. */
  final Queue<Fault> batchFaults = new ConcurrentLinkedQueue<>();

  /** Done to the next requests of any kind, as the proxy receives them. */
  final Queue<Fault> proxyFaults = new ConcurrentLinkedQueue<>();

  /** Done to the next GETs of objects, as the target answers them. */
  final Queue<Fault> objectFaults = new ConcurrentLinkedQueue<>();

  /** Buckets that the token does not open. */
  final Set<String> forbidden = ConcurrentHashMap.newKeySet();

  /** The token that must be sent to the proxy, if any. */
  volatile @Nullable String token;

  volatile String version = "5.0.v1.5.0";

  /** The most get-batches that were under way at once. */
  final AtomicInteger maxConcurrent = new AtomicInteger();

  /** GETs and HEADs of objects wait at the target until so many are there. */
  volatile CountDownLatch company = new CountDownLatch(0);

  final CountDownLatch stalled = new CountDownLatch(1);

  private final NavigableMap<String, byte[]> contents = new TreeMap<>();
  private final Set<String> buckets = ConcurrentHashMap.newKeySet();
  private final Map<String, String> pendingBatches = new ConcurrentHashMap<>();
  private final AtomicInteger ids = new AtomicInteger();
  private final AtomicInteger concurrent = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  FakeAistore() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  void bucket(String name) {
    buckets.add(name);
  }

  /** Stores an object, or with a name like {@code bucket/shard.tar!member} an archived member. */
  void put(String bucket, String name, byte[] content) {
    bucket(bucket);
    synchronized (contents) {
      contents.put(bucket + "/" + name, content);
    }
  }

  /** Get-batches as they reached the proxy. */
  List<Request> batches() {
    return requests.stream().filter(r -> r.isBatch() && !r.isRedirected()).toList();
  }

  /** Requests for objects as they reached the target. */
  List<Request> objectRequests(String method) {
    return requests.stream()
        .filter(r -> r.path.startsWith("/v1/objects/") && r.isRedirected())
        .filter(r -> r.method.equals(method))
        .toList();
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange http) throws IOException {
    try {
      Request request = request(http);
      requests.add(request);
      connections.add(http.getRemoteAddress());
      if (!request.isRedirected()) {
        Fault fault = proxyFaults.poll();
        if (fault instanceof Fault.Status status) {
          refuse(http, status);
          http.close();
          return;
        }
        if (token != null && !("Bearer " + token).equals(request.head.get("Authorization"))) {
          refuse(http, new Fault.Status(401, "", "invalid token"));
          http.close();
          return;
        }
      }
      if (request.isBatch()) {
        batch(http, request);
      } else if (request.path.startsWith("/v1/objects/")) {
        object(http, request);
      } else if (request.path.startsWith("/v1/buckets")) {
        bucket(http, request);
      } else if (request.path.equals("/v1/cluster")) {
        String clusters = "{\"a\":[{\"alias\":\"cluster\",\"uuid\":\"UUID1\"}]}";
        answer(http, 200, clusters.getBytes(StandardCharsets.UTF_8));
      } else if (version.isEmpty()) {
        refuse(http, new Fault.Status(400, "", "unrecognized 'what=software_version' query"));
      } else {
        answer(http, 200, version.getBytes(StandardCharsets.UTF_8));
      }
      // Not after an exception: that is how a reply breaks off, and closing would complete it.
      http.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Request request(HttpExchange http) throws IOException {
    URI uri = http.getRequestURI();
    Map<String, String> head = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    http.getRequestHeaders().forEach((name, values) -> head.put(name, values.get(0)));
    String body = new String(http.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    return new Request(http.getRequestMethod(), uri.getRawPath(), query, body, head);
  }

  private void batch(HttpExchange http, Request request) throws IOException, InterruptedException {
    String[] path = request.path.split("/", -1);
    if (request.isRedirected()) {
      String first = pendingBatches.remove(path[path.length - 2]);
      if (!request.body.equals(first)) {
        refuse(
            http, new Fault.Status(404, "ErrNotFound", "wid (prep-rx not done?) does not exist"));
        return;
      }
      int now = concurrent.incrementAndGet();
      maxConcurrent.accumulateAndGet(now, Math::max);
      assemble(http, common(request, path[4]), JSON.readTree(first));
      return;
    }
    String common = common(request, path[4]);
    for (JsonNode entry : JSON.readTree(request.body).path("in")) {
      String bucket = bucket(entry, common);
      if (!buckets.contains(bucket)) {
        refuse(http, noBucket(bucket));
        return;
      }
      if (forbidden.contains(bucket)) {
        refuse(http, new Fault.Status(403, "", "no permission"));
        return;
      }
      if (entry.path("objname").asString().contains("..")) {
        refuse(http, new Fault.Status(400, "", "invalid object name"));
        return;
      }
    }
    String id = "wid-" + ids.incrementAndGet();
    pendingBatches.put(id, request.body);
    redirect(http, 307, request, request.path + "/xid/" + id + "/1");
  }

  private void assemble(HttpExchange http, String common, JsonNode request)
      throws IOException, InterruptedException {
    Fault fault = batchFaults.poll();
    if (fault instanceof Fault.Status status) {
      concurrent.decrementAndGet();
      refuse(http, status);
      return;
    }
    if (fault instanceof Fault.Empty200) {
      concurrent.decrementAndGet();
      http.sendResponseHeaders(200, -1);
      return;
    }
    boolean buffered = !request.path("strm").asBoolean();
    http.getResponseHeaders()
        .set("Content-Type", buffered ? "multipart/form-data; boundary=B" : "application/x-tar");
    http.sendResponseHeaders(200, 0);
    OutputStream out = new FaultyOutput(http.getResponseBody(), fault);
    ArchiveFormat format = ArchiveFormat.ofName(request.path("mime").asString()).orElseThrow();
    List<Content> members = members(request, common, fault);
    if (buffered) {
      writeHead(members, fault, out);
    }
    try (ArchiveWriter archive = ArchiveWriter.to(format, out)) {
      for (int i = 0; i < members.size(); i++) {
        if (i == members.size() - 1) {
          concurrent.decrementAndGet(); // before the client can know that this reply is over
        }
        archive.begin(members.get(i).name, members.get(i).bytes.length);
        archive.write(members.get(i).bytes, 0, members.get(i).bytes.length);
      }
      archive.finish();
      if (buffered) {
        out.write("\r\n--B--\r\n".getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  /** AIStore {@code xact/xs/moss.go: buffwi.multipart}. */
  private static void writeHead(List<Content> members, @Nullable Fault fault, OutputStream out)
      throws IOException {
    var head = JSON.createObjectNode().put("uuid", "gbt");
    var told = head.putArray("out");
    for (Content member : members) {
      var line = told.addObject().put("objname", member.name).put("size", member.bytes.length);
      if (member.missing) {
        line.put("objname", member.name.substring("__404__/".length())).put("err_msg", "not found");
      }
    }
    if (fault instanceof Fault.WrongHead wrong) {
      wrong.change().accept(told);
    }
    out.write(
        ("--B\r\nContent-Disposition: form-data; name=\"metadata\"\r\n\r\n"
                + head
                + "\n\r\n--B\r\nContent-Disposition: form-data; name=\"archive\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
  }

  /** What a reply gives before it ends, perhaps too early. */
  private List<Content> members(JsonNode request, String common, @Nullable Fault fault) {
    List<Content> members = new ArrayList<>();
    int missing = 0;
    for (JsonNode entry : request.path("in")) {
      Content content = content(entry, common, fault);
      if (content == null
          || (content.missing && ++missing > MAX_SOFT_ERRORS)
          || (fault instanceof Fault.ShortArchive few && members.size() == few.members())) {
        break;
      }
      members.add(content);
    }
    return members;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Content(String name, byte[] bytes, boolean missing) {}

  /** Null for a range that is wrong. */
  private @Nullable Content content(JsonNode entry, String common, @Nullable Fault fault) {
    String name = entry.path("objname").asString();
    String archpath = entry.path("archpath").asString("");
    byte[] bytes = find(bucket(entry, common), name, archpath);
    String full = archpath.isEmpty() ? name : name + "/" + archpath;
    if (bytes == null) {
      return new Content("__404__/" + full, new byte[0], true);
    }
    if (fault instanceof Fault.WrongNames) {
      return new Content("another", bytes, false);
    }
    long start = entry.path("start").asLong(0);
    long length = entry.path("length").asLong(0);
    if (length == 0 || fault instanceof Fault.WholeForRange) {
      return new Content(full, bytes, false);
    }
    long end = length < 0 ? bytes.length : start + length;
    return start >= bytes.length || end > bytes.length
        ? null
        : new Content(full, Arrays.copyOfRange(bytes, (int) start, (int) end), false);
  }

  /** The bucket of the path: with a namespace, as an entry's uname has it. */
  private static String common(Request request, String name) {
    String namespace = parameter(request, "namespace");
    return namespace.isEmpty()
        ? name
        : parameter(request, "provider") + "/" + namespace + "/" + name + "/";
  }

  private static String bucket(JsonNode entry, String common) {
    String uname = entry.path("uname").asString("");
    return uname.isEmpty() ? entry.path("bucket").asString(common) : uname;
  }

  private byte @Nullable [] find(String bucket, String name, String archpath) {
    synchronized (contents) {
      return contents.get(bucket + "/" + name + (archpath.isEmpty() ? "" : "!" + archpath));
    }
  }

  private void object(HttpExchange http, Request request) throws IOException, InterruptedException {
    String path = URLDecoder.decode(request.path.replace("+", "%2B"), StandardCharsets.UTF_8);
    String bucket = path.split("/", 5)[3];
    if (!buckets.contains(bucket)) {
      refuse(http, noBucket(bucket));
      return;
    }
    if (!request.isRedirected()) {
      boolean special = path.chars().anyMatch(c -> "%?#+ ".indexOf(c) >= 0);
      redirect(
          http,
          request.method.equals("GET") ? 301 : 307,
          request,
          special ? request.path : asciiOnly(path));
      return;
    }
    company.countDown();
    if (!company.await(20, TimeUnit.SECONDS)) {
      refuse(http, new Fault.Status(400, "", "came alone"));
      return;
    }
    byte[] bytes = find(bucket, path.split("/", 5)[4], parameter(request, "archpath"));
    Fault fault = request.method.equals("GET") ? objectFaults.poll() : null;
    if (fault instanceof Fault.Status status) {
      refuse(http, status);
    } else if (bytes == null) {
      refuse(http, new Fault.Status(404, "ErrNotFound", "t[x]: " + path + " does not exist"));
    } else if (request.method.equals("HEAD")) {
      if (bytes.length > 0) {
        http.getResponseHeaders().set("Content-Length", Integer.toString(bytes.length));
      }
      http.sendResponseHeaders(200, -1);
    } else {
      send(http, request, bytes, fault);
    }
  }

  private void send(HttpExchange http, Request request, byte[] whole, @Nullable Fault fault)
      throws IOException {
    String range = request.head.getOrDefault("Range", "");
    byte[] bytes = whole;
    int status = 200;
    if (!range.isEmpty() && !(fault instanceof Fault.WholeForRange)) {
      String[] bounds = range.substring("bytes=".length()).split("-", -1);
      int start = Integer.parseInt(bounds[0]);
      int end = bounds[1].isEmpty() ? whole.length : Integer.parseInt(bounds[1]) + 1;
      if (start >= whole.length) {
        http.getResponseHeaders().set("Content-Range", "bytes */" + whole.length);
        refuse(http, new Fault.Status(416, "ErrRangeNotSatisfiable", "not satisfiable range"));
        return;
      }
      end = Math.min(end, whole.length);
      bytes = Arrays.copyOfRange(whole, start, end);
      http.getResponseHeaders()
          .set("Content-Range", "bytes " + start + "-" + (end - 1) + "/" + whole.length);
      status = 206;
    }
    http.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      new FaultyOutput(http.getResponseBody(), fault).write(bytes, 0, bytes.length);
    }
  }

  private void bucket(HttpExchange http, Request request) throws IOException {
    String[] path = request.path.split("/", -1);
    if (path.length < 4) {
      answer(http, 200, "[]".getBytes(StandardCharsets.UTF_8));
    } else if (!buckets.contains(path[3])) {
      refuse(http, noBucket(path[3]));
    } else if (forbidden.contains(path[3])) {
      refuse(http, new Fault.Status(403, "", "no permission"));
    } else if (request.method.equals("HEAD")) {
      http.sendResponseHeaders(200, -1);
    } else {
      answer(http, 200, JSON.writeValueAsBytes(list(path[3], JSON.readTree(request.body))));
    }
  }

  /** Pages of two names, whatever size is asked for. */
  private JsonNode list(String bucket, JsonNode request) {
    JsonNode value = request.path("value");
    boolean archives = value.path("flags").asString().equals("8");
    String after = value.path("continuation_token").asString("");
    var page = JSON.createObjectNode().put("uuid", "job").put("continuation_token", "");
    var entries = page.putArray("entries");
    synchronized (contents) {
      String given = bucket + "/" + value.path("prefix").asString();
      boolean directory = contents.keySet().stream().anyMatch(k -> k.startsWith(given + "/"));
      // A prefix that is a directory is taken for it.
      String prefix = directory && !given.endsWith("/") ? given + "/" : given;
      for (var content : contents.entrySet()) {
        boolean member = content.getKey().contains("!");
        String name = content.getKey().replace('!', '/');
        name = name.startsWith(prefix) ? name.substring(bucket.length() + 1) : "";
        if (name.compareTo(after) <= 0 || (member && !archives)) {
          continue;
        }
        if (entries.size() == 2) {
          page.put("continuation_token", entries.get(1).path("name").asString());
          break;
        }
        var line = entries.addObject().put("name", name).put("flags", member ? 192 : 64);
        if (content.getValue().length > 0) {
          line.put("size", Integer.toString(content.getValue().length));
        }
      }
    }
    return page;
  }

  /** As Go writes a header: other characters are escaped, and only those. */
  private static String asciiOnly(String path) {
    StringBuilder out = new StringBuilder();
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      out.append(b < 0 ? "%%%02x".formatted(b & 0xff) : Character.toString(b));
    }
    return out.toString();
  }

  private static String parameter(Request request, String name) {
    for (String pair : request.query.split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
      }
    }
    return "";
  }

  private static Fault.Status noBucket(String name) {
    return new Fault.Status(404, "ErrBckNotFound", "bucket \"ais://" + name + "\" does not exist");
  }

  private void redirect(HttpExchange http, int status, Request request, String path)
      throws IOException {
    String query = request.query + (request.query.isEmpty() ? "" : "&") + "pid=p&utm=1";
    http.getResponseHeaders().set("Location", endpoint() + path + "?" + query);
    answer(http, status, "<a>redirected</a>".getBytes(StandardCharsets.UTF_8));
  }

  private static void refuse(HttpExchange http, Fault.Status status) throws IOException {
    byte[] error =
        status.message().isEmpty()
            ? new byte[0]
            : JSON.writeValueAsBytes(
                JSON.createObjectNode()
                    .put("tcode", status.tcode())
                    .put("message", status.message())
                    .put("status", status.code()));
    if (http.getRequestMethod().equals("HEAD")) {
      http.getResponseHeaders().set("Hdr-Error", new String(error, StandardCharsets.UTF_8));
    }
    answer(http, status.code(), error);
  }

  private static void answer(HttpExchange http, int status, byte[] body) throws IOException {
    boolean none = body.length == 0 || http.getRequestMethod().equals("HEAD");
    http.sendResponseHeaders(status, none ? -1 : body.length);
    if (!none) {
      http.getResponseBody().write(body);
    }
  }

  /** Breaks off or stands still after some bytes. */
  private final class FaultyOutput extends OutputStream {
    private final OutputStream out;
    private final @Nullable Fault fault;
    private int left;

    FaultyOutput(OutputStream out, @Nullable Fault fault) {
      this.out = out;
      this.fault = fault;
      left =
          fault instanceof Fault.CloseAfter close
              ? close.bytes()
              : fault instanceof Fault.Stall stall ? stall.bytes() : Integer.MAX_VALUE;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int count = Math.min(length, left);
      out.write(bytes, offset, count);
      left -= fault == null ? 0 : count;
      if (count < length) {
        out.flush();
        if (fault instanceof Fault.Stall) {
          stalled.countDown();
          try {
            closed.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        }
        throw new IOException("a fault that was asked for");
      }
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      if (left > 0) {
        out.close();
      }
    }
  }
}
