package io.aisml.fetcher.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A real AIStore cluster on this machine, a proxy and some targets.
 *
 * <p>Tests that do the cluster no harm take the one that all of them share, as a parameter resolved
 * by {@link SharedAistore}; with {@code AISML_TEST_ENDPOINT} set it is the existing cluster at that
 * URL. Tests that stop servers start one of their own. Its nodes end with this JVM, however that
 * ends. Safe for use by several threads.
 */
public final class AistoreCluster implements AutoCloseable {
  private static final @Nullable String EXISTING = System.getenv("AISML_TEST_ENDPOINT");

  private final URI endpoint;
  // Null for the cluster that AISML_TEST_ENDPOINT names: it is not ours to stop.
  private final @Nullable Path dir;
  private final boolean shared;
  private final Optional<String> token;
  private final StoreClient client;
  private final Set<String> created = ConcurrentHashMap.newKeySet();
  private final AtomicInteger buckets = new AtomicInteger();

  private AistoreCluster(URI endpoint, @Nullable Path dir, boolean shared, Optional<String> token) {
    this.endpoint = endpoint;
    this.dir = dir;
    this.shared = shared;
    this.token = token;
    this.client = new StoreClient(endpoint, token);
  }

  /**
   * Starts a cluster that nobody else uses.
   *
   * @param options of the launcher's {@code start}, for example {@code "--targets", "1"}
   * @throws IllegalStateException if it does not start, with the nodes' last log lines; or if
   *     {@code AISML_TEST_ENDPOINT} asks for an existing cluster
   */
  public static AistoreCluster start(String... options) {
    if (EXISTING != null) {
      throw new IllegalStateException(
          "This test stops servers and needs a cluster of its own, but AISML_TEST_ENDPOINT points"
              + " to an existing one: unset it, or leave this test out");
    }
    return launch(false, options);
  }

  static AistoreCluster startShared() {
    return EXISTING != null
        ? new AistoreCluster(URI.create(EXISTING), null, true, Optional.empty())
        : launch(true);
  }

  private static AistoreCluster launch(boolean shared, String... options) {
    try {
      Path dir = Files.createTempDirectory("aistore-").toAbsolutePath();
      List<String> arguments = new ArrayList<>();
      arguments.add(dir.toString());
      arguments.add("--owner");
      arguments.add(Long.toString(ProcessHandle.current().pid()));
      arguments.addAll(List.of(options));
      URI endpoint = URI.create(ClusterLauncher.run("start", arguments));
      Optional<String> token =
          List.of(options).contains("--auth-key")
              ? Optional.of(ClusterLauncher.run("token", List.of(dir.toString())))
              : Optional.empty();
      return new AistoreCluster(endpoint, dir, shared, token);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The proxy's URL, without a path. */
  public URI endpoint() {
    return endpoint;
  }

  /** What names the cluster wherever it is attached, and in tokens. */
  public String uuid() {
    return client.uuid();
  }

  /** An administrator's token, of a cluster started with {@code --auth-key KEY}. */
  public Optional<String> token() {
    return token;
  }

  /**
   * Creates an {@code ais://} bucket that no other test uses.
   *
   * @param purpose the beginning of its name: lower case letters, digits and dashes
   * @return its name
   */
  public String newBucket(String purpose) {
    String name =
        "%s-%d-%d".formatted(purpose, ProcessHandle.current().pid(), buckets.incrementAndGet());
    createBucket(name);
    return name;
  }

  /**
   * Creates an {@code ais://} bucket; it goes away with this object. One of a namespace is named as
   * {@code #namespace/name}, here and in all else.
   */
  public void createBucket(String name) {
    client.createBucket(name);
    created.add(name);
  }

  /** Destroys a bucket and all that is in it. */
  public void destroyBucket(String name) {
    client.destroyBucket(name);
    created.remove(name);
  }

  /** Stores an object in an {@code ais://} bucket. */
  public void put(String bucket, String name, byte[] content) {
    client.put(bucket, name, content);
  }

  /** Stores a file's content as an object in an {@code ais://} bucket. */
  public void put(String bucket, String name, Path content) {
    client.put(bucket, name, content);
  }

  /** Deletes an object of an {@code ais://} bucket. */
  public void delete(String bucket, String name) {
    client.delete(bucket, name);
  }

  /** Changes the configuration of all nodes, for example {@code get_batch.max_wait=1s}. */
  public void setConfig(String assignment) {
    requireOwn("changes the configuration of");
    client.setConfig(assignment);
  }

  /**
   * Makes another cluster's buckets reachable here as {@code ais://@alias/bucket}. Its objects are
   * cold here until somebody has fetched them by GET.
   */
  public void attachRemote(String alias, AistoreCluster remote) {
    requireOwn("attaches a cluster to");
    client.attachRemote(alias, remote.endpoint);
    try {
      client.awaitAlias(alias, remote.newBucket("attached"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while attaching " + remote.endpoint, e);
    }
  }

  /**
   * Ends a target at once, as a crash does.
   *
   * @param target from 1
   */
  public void killTarget(int target) {
    launcher("kill-target", Integer.toString(target));
  }

  /**
   * Starts a target again and waits until the cluster has taken it back. Its peers find their
   * streams to it broken all the same: the next batch may still come short.
   */
  public void restartTarget(int target) {
    launcher("restart-target", Integer.toString(target));
  }

  /** Ends all nodes at once; {@link #startAll} brings them back with their data. */
  public void stopAll() {
    launcher("stop-all");
  }

  /** Starts all nodes again, at the same endpoint, and waits until they answer. */
  public void startAll() {
    launcher("start-all");
  }

  /**
   * Ends the nodes and wipes their data; at an existing cluster, destroys the buckets made here.
   */
  @Override
  public void close() {
    if (dir == null) {
      created.forEach(client::destroyBucket);
    } else {
      ClusterLauncher.run("stop", List.of(dir.toString()));
    }
  }

  private void launcher(String command, String... arguments) {
    List<String> line = new ArrayList<>();
    line.add(requireOwn("stops servers of").toString());
    line.addAll(List.of(arguments));
    ClusterLauncher.run(command, line);
  }

  private Path requireOwn(String whatTheTestDoes) {
    if (shared || dir == null) {
      throw new IllegalStateException(
          "This test "
              + whatTheTestDoes
              + " the cluster that other tests use: it needs one from AistoreCluster.start()");
    }
    return dir;
  }
}
