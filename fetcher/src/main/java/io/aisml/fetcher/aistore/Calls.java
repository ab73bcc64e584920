package io.aisml.fetcher.aistore;

import io.aisml.fetcher.archive.ArchiveFormat;
import io.aisml.fetcher.archive.ArchiveReader;
import io.aisml.fetcher.archive.MemberStream;
import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.source.SourceCounters;
import io.aisml.fetcher.source.SourceException;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.ObjectRef;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** AIStore's API, as far as it is used: each call is one request to a proxy and its redirects. */
final class Calls implements Closeable {
  private static final Duration PERMIT_POLL = Duration.ofMillis(100);

  private final AistoreConfig config;
  private final SourceCounters counters;
  private final WaitListener waits;
  private final Gateway gateway;
  private final BodyClient bodies;
  private final PlainClient plain;
  private final TailDrain tails = new TailDrain();
  private final SpareThreads beside;
  private final RemoteClusters remotes = new RemoteClusters(this);
  private final ListedMembers listedMembers = new ListedMembers(this);

  /** One for each get-batch in flight. */
  private final Semaphore permits;

  Calls(AistoreConfig config, TlsContext tls, SourceCounters counters, WaitListener waits) {
    Timeouts timeouts = Timeouts.within(config.deadline());
    this.config = config;
    this.counters = counters;
    this.waits = waits;
    gateway = new Gateway(new Proxies(config.endpoints()), config.token(), counters);
    bodies = new BodyClient(timeouts, tls);
    plain = new PlainClient(timeouts, tls);
    beside = new SpareThreads("aistore-ask", config.maxRequests());
    permits = new Semaphore(config.maxRequests(), true);
  }

  SourceCounters counters() {
    return counters;
  }

  ListedMembers listedMembers() {
    return listedMembers;
  }

  String endpoints() {
    return gateway.endpoints();
  }

  Patience patience(Lifeline lifeline) {
    return patience(lifeline, config.deadline());
  }

  Patience patience(Lifeline lifeline, Duration deadline) {
    return new Patience(lifeline, deadline, counters, waits);
  }

  /** Sends a get-batch, when as many as are allowed are no longer in flight. */
  BatchReply batch(List<Entry> entries, Lifeline lifeline) throws IOException {
    // In the path the bucket need not be repeated in each entry, and names the job on the server.
    Bucket common = entries.get(0).object().bucket();
    String url = "/v1/ml/moss/" + AisUrl.encode(common.name(), "") + "?" + AisUrl.query(common);
    if (config.coloc() > 0) {
      url += "&coloc=" + config.coloc();
    }
    byte[] body =
        Wire.batch(
            entries,
            bucketNames(entries, common, lifeline),
            config.wireFormat(),
            config.buffered());

    acquire(lifeline);
    boolean opened = false;
    try {
      counters.batchRequests.increment();
      HttpReply reply = gateway.request(url, bodies.get(body, lifeline));
      BatchReply batch = new BatchReply(reply, members(reply, entries), permits, tails);
      opened = true;
      return batch;
    } finally {
      if (!opened) {
        permits.release();
      }
    }
  }

  private MemberStream members(HttpReply reply, List<Entry> entries) throws IOException {
    return config.buffered()
        ? new BufferedMembers(reply, entries, config.wireFormat())
        : ArchiveReader.open(config.wireFormat(), new ReplyBody(reply.body()));
  }

  /** How an entry names its bucket: by nothing for the common one. */
  private Map<Bucket, Wire.BucketName> bucketNames(
      List<Entry> entries, Bucket common, Lifeline lifeline) throws IOException {
    Map<Bucket, Wire.BucketName> names = new HashMap<>();
    names.put(common, Wire.BucketName.NONE);
    for (Entry entry : entries) {
      Bucket bucket = entry.object().bucket();
      if (!names.containsKey(bucket)) {
        names.put(bucket, Wire.BucketName.of(remotes.resolve(bucket, lifeline)));
      }
    }
    return names;
  }

  private void acquire(Lifeline lifeline) throws IOException {
    long end = System.nanoTime() + config.deadline().toNanos();
    try {
      while (!permits.tryAcquire(PERMIT_POLL.toMillis(), TimeUnit.MILLISECONDS)) {
        lifeline.check(null);
        if (System.nanoTime() - end > 0) {
          throw new SourceException(
              FailureKind.FAILED,
              "all " + config.maxRequests() + " requests were in flight for " + config.deadline());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      lifeline.check(null);
    }
  }

  /** Has a request sent by another thread, if one is free. */
  void beside(Runnable request) {
    boolean unused = beside.tryRun(request);
  }

  /**
   * GETs an object, or the archived member.
   *
   * @param range for an object, the value of a {@code Range} header; else empty
   */
  HttpReply get(Entry entry, String range, Lifeline lifeline) throws IOException {
    counters.entryRequests.increment();
    String url = AisUrl.object(entry.object());
    if (entry.isArchived()) {
      url += "&archpath=" + AisUrl.encode(entry.archpath(), "/");
    }
    return gateway.request(url, bodies.get(range, lifeline));
  }

  /**
   * GETs those members of an archive whose names match, as a tar, in one pass. AIStore {@code
   * cmn/archive/read.go: MatchMode}.
   *
   * @param mode {@code suffix} or {@code regexp}
   */
  MemberStream select(ObjectRef archive, String mode, String pattern, Lifeline lifeline)
      throws IOException {
    counters.entryRequests.increment();
    String url =
        AisUrl.object(archive) + "&archmode=" + mode + "&archregx=" + AisUrl.encode(pattern, "");
    HttpReply reply = gateway.request(url, bodies.get("", lifeline));
    return ArchiveReader.open(ArchiveFormat.TAR, new ReplyBody(reply.body()));
  }

  /** The object's size in bytes. */
  long size(ObjectRef object, Lifeline lifeline) throws IOException {
    counters.metadataRequests.increment();
    // With props the length is always there; without, and before 5.0, it is absent when it is 0.
    String url = AisUrl.object(object) + "&props=size";
    try (HttpReply reply = gateway.request(url, plain.head(lifeline))) {
      return reply.header("Content-Length").map(Long::parseLong).orElse(0L);
    }
  }

  /** Returns when the bucket exists. */
  void findBucket(Bucket bucket, Lifeline lifeline) throws IOException {
    counters.metadataRequests.increment();
    gateway.request(AisUrl.bucket(bucket), plain.head(lifeline)).close();
  }

  /** Lists the buckets, which fails until the cluster is ready. */
  void listBuckets(Lifeline lifeline) throws IOException {
    counters.metadataRequests.increment();
    String url = "/v1/buckets?provider=ais";
    try (HttpReply reply = gateway.request(url, bodies.get(Wire.listBuckets(), lifeline))) {
      reply.body().transferTo(OutputStream.nullOutputStream());
    }
  }

  /** One page of a bucket's objects; the first has an empty token. */
  Wire.Page list(Bucket bucket, byte[] body, Lifeline lifeline) throws IOException {
    counters.metadataRequests.increment();
    try (HttpReply reply = gateway.request(AisUrl.bucket(bucket), bodies.get(body, lifeline))) {
      return Wire.page(reply.body());
    }
  }

  /** The server's version, such as {@code 5.0.v1.5.0}. */
  String version(Lifeline lifeline) throws IOException {
    counters.metadataRequests.increment();
    String url = "/v1/daemon?what=software_version";
    try (HttpReply reply = gateway.request(url, plain.get(lifeline))) {
      return new String(reply.body().readNBytes(200), StandardCharsets.UTF_8);
    }
  }

  /** The uuids of the attached clusters by their aliases. */
  Map<String, String> remoteClusters(Lifeline lifeline) throws IOException {
    counters.metadataRequests.increment();
    try (HttpReply reply = gateway.request("/v1/cluster?what=remote", plain.get(lifeline))) {
      return Wire.remoteClusters(reply.body());
    }
  }

  @Override
  public void close() {
    beside.close();
    tails.close();
    bodies.close();
    plain.close();
    listedMembers.close();
  }
}
