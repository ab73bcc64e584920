package io.aisml.cli.socket;

import io.aisml.cli.host.HostUser;
import io.aisml.cli.host.MountPoint;
import io.aisml.cli.option.Environment;
import io.aisml.fs.Told;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The socket of a mount, for the user who made the mount alone. A connection carries one request:
 * {@value #PREFETCH} and paths, each followed by NUL, until the sender shuts its side down. The
 * answer is one letter for each path, in their order. Whoever is silent for long is cut off.
 */
public final class MountSocket implements AutoCloseable {
  static final String PREFETCH = "prefetch 1";

  /** Paths in one request. */
  static final int MAX_PATHS = 4096;

  private static final Logger log = LoggerFactory.getLogger(MountSocket.class);
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);
  private static final int AT_ONCE = 4;
  private static final int IDLE_SECONDS = 10;
  private static final int WAITING = 16;

  /** A socket's path has 107 bytes at most: unix(7). */
  private static final int LONGEST_PATH = 107;

  private static final int LONGEST_NAME = 60;

  private static final String SUFFIX = ".socket";

  private final Path path;
  private final ServerSocketChannel channel;
  private final Function<List<String>, List<Told>> prefetch;
  private final Duration longestSilence;
  private final ExecutorService threads;

  private MountSocket(
      Path path,
      ServerSocketChannel channel,
      Function<List<String>, List<Told>> prefetch,
      Duration longestSilence) {
    this.path = path;
    this.channel = channel;
    this.prefetch = prefetch;
    this.longestSilence = longestSilence;
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            AT_ONCE,
            AT_ONCE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING),
            task -> daemon(task, "aisml-command"));
    pool.allowCoreThreadTimeOut(true);
    this.threads = pool;
  }

  /**
   * Where a mount's socket is: in the service's runtime directory; else named after the mount point
   * in {@code /run/aisml/mounts} for root, for others below {@code $XDG_RUNTIME_DIR}, {@code
   * ~/.local/state} or the temporary directory.
   */
  public static Path path(Path mountPoint, Environment environment) {
    var service = environment.get("RUNTIME_DIRECTORY").map(Path::of);
    if (service.isPresent()) {
      return service.get().resolve("socket");
    }
    String name = MountPoint.fileName(mountPoint);
    if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
      name = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
    return directory(environment).resolve(name + SUFFIX);
  }

  private static Path directory(Environment environment) {
    HostUser user = HostUser.current();
    return user.isRoot()
        ? Path.of("/run/aisml/mounts")
        : environment
            .get("XDG_RUNTIME_DIR")
            .map(Path::of)
            .or(() -> environment.home().map(home -> home.resolve(".local/state")))
            .orElse(Path.of(System.getProperty("java.io.tmpdir")))
            .resolve("aisml");
  }

  /**
   * Opens it and answers.
   *
   * @param prefetch queues paths and says what came of each
   */
  public static MountSocket open(Path path, Function<List<String>, List<Told>> prefetch)
      throws IOException {
    return open(path, prefetch, LONGEST_SILENCE);
  }

  static MountSocket open(
      Path path, Function<List<String>, List<Told>> prefetch, Duration longestSilence)
      throws IOException {
    if (path.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
      throw new IOException("its path has more than " + LONGEST_PATH + " bytes");
    }
    Path directory = path.toAbsolutePath().getParent();
    if (directory != null && !Files.isDirectory(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    Files.deleteIfExists(path); // of a process that died
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(path));
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    MountSocket socket = new MountSocket(path, channel, prefetch, longestSilence);
    daemon(socket::accept, "aisml-socket").start();
    return socket;
  }

  /** Removes what mounts have left that did not end in good order: sockets nobody listens to. */
  public static void removeDead(Environment environment) {
    removeDead(directory(environment));
  }

  static void removeDead(Path directory) {
    try (DirectoryStream<Path> sockets = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      for (Path socket : sockets) {
        if (isOld(socket) && isDead(socket)) {
          Files.deleteIfExists(socket);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      log.debug("sockets in {}: {}", directory, e.toString()); // none were ever made, as a rule
    }
  }

  /** One that is being made is not listened to yet. */
  private static boolean isOld(Path socket) throws IOException {
    Instant made = Files.getLastModifiedTime(socket).toInstant();
    return made.isBefore(Instant.now().minus(LONGEST_SILENCE));
  }

  private static boolean isDead(Path socket) {
    try {
      SocketChannel.open(UnixDomainSocketAddress.of(socket)).close();
      return false;
    } catch (ConnectException e) {
      return true;
    } catch (IOException e) {
      return false; // somebody else's, or busy
    }
  }

  public Path path() {
    return path;
  }

  private static byte letter(Told told) {
    return switch (told) {
      case QUEUED -> 'q';
      case NOTHING_TO_DO -> 'n';
      case NO_FILE -> 'x';
      case FULL -> 'f';
    };
  }

  /** What a letter of an answer stands for. */
  static Told told(byte letter) throws IOException {
    for (Told told : Told.values()) {
      if (letter(told) == letter) {
        return told;
      }
    }
    throw new IOException("the answer is of another version of aisml");
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  private void accept() {
    try {
      while (channel.isOpen()) {
        SocketChannel connection = channel.accept();
        try {
          threads.execute(() -> serve(connection));
        } catch (RejectedExecutionException e) {
          connection.close();
        }
      }
    } catch (IOException e) {
      log.debug("the socket {} has ended: {}", path, e.toString());
    }
  }

  private void serve(SocketChannel connection) {
    try (connection;
        Silence silence = new Silence(connection, longestSilence)) {
      List<String> paths = request(connection, silence);
      if (paths != null) {
        OutputStream out = Channels.newOutputStream(connection);
        List<Told> told = prefetch.apply(paths);
        byte[] answer = new byte[told.size()];
        for (int i = 0; i < answer.length; i++) {
          answer[i] = letter(told.get(i));
        }
        out.write(answer);
      }
    } catch (IOException | RuntimeException e) {
      log.debug("a request over {} failed: {}", path, e.toString(), e);
    }
  }

  private static @Nullable List<String> request(SocketChannel connection, Silence silence)
      throws IOException {
    Names words = new Names(Channels.newInputStream(connection), '\0');
    if (!PREFETCH.equals(words.next())) {
      return null;
    }
    List<String> paths = new ArrayList<>();
    String path = words.next();
    while (path != null) {
      silence.broken();
      paths.add(path);
      if (paths.size() > MAX_PATHS) {
        return null;
      }
      path = words.next();
    }
    return paths;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    threads.shutdownNow();
    Files.deleteIfExists(path);
  }
}
