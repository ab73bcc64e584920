package io.aisml.cli.socket;

import io.aisml.fs.Told;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks a mount over its socket. */
public final class SocketClient {
  /** Paths in one request at most. */
  public static final int MAX_PATHS = MountSocket.MAX_PATHS;

  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

  private SocketClient() {}

  /**
   * Has files loaded ahead.
   *
   * @param paths below the mount point, at most {@link #MAX_PATHS}
   * @return what came of each
   * @throws IOException when the mount does not answer, or not within half a minute
   */
  public static List<Told> prefetch(Path socket, List<String> paths) throws IOException {
    try (SocketChannel connection = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        Silence silence = new Silence(connection, LONGEST_SILENCE)) {
      try {
        return ask(connection, paths);
      } catch (IOException e) {
        throw silence.isOver() ? new IOException("no answer within 30 s", e) : e;
      }
    }
  }

  private static List<Told> ask(SocketChannel connection, List<String> paths) throws IOException {
    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(connection));
    write(out, MountSocket.PREFETCH);
    for (String path : paths) {
      write(out, path);
    }
    out.flush();
    connection.shutdownOutput();
    byte[] answer = Channels.newInputStream(connection).readNBytes(paths.size() + 1);
    if (answer.length != paths.size()) {
      throw new IOException("the answer broke off");
    }
    List<Told> told = new ArrayList<>(answer.length);
    for (byte each : answer) {
      told.add(MountSocket.told(each));
    }
    return told;
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.write(0);
  }
}
