package io.aisml.cli.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aisml.cli.option.Environment;
import io.aisml.fs.Told;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes over a mount's socket. */
@Timeout(60)
class MountSocketTest {
  private static final List<Told> ANSWERS = List.of(Told.values());

  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private Path path;
  private MountSocket socket;

  @BeforeEach
  void open(@TempDir Path directory) throws IOException {
    path = directory.resolve("own/socket");
    socket = MountSocket.open(path, this::answer, Duration.ofMillis(500));
  }

  @AfterEach
  void close() throws IOException {
    socket.close();
    assertThat(path).doesNotExist();
  }

  private List<Told> answer(List<String> paths) {
    asked.addAll(paths);
    return paths.stream().map(name -> ANSWERS.get(name.length() % 4)).toList();
  }

  @Test
  void socketsThatNobodyListensToAreRemovedButNotYoungOnes() throws IOException {
    Path living = path.resolveSibling("living.socket");
    Path dead = path.resolveSibling("dead.socket");
    Path young = path.resolveSibling("young.socket");
    try (MountSocket other = MountSocket.open(living, this::answer)) {
      for (Path left : List.of(dead, young)) {
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            .bind(UnixDomainSocketAddress.of(left))
            .close();
      }
      for (Path old : List.of(living, dead)) {
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(60)));
      }

      MountSocket.removeDead(Objects.requireNonNull(path.getParent()));

      assertThat(dead).doesNotExist();
      assertThat(young).exists();
      assertThat(other.path()).exists();
    }
  }

  @Test
  void carriesAnyNameAndAnswersInOrder() throws IOException {
    List<String> names = List.of("a\nb", "ü/ö", "", "x");
    assertThat(SocketClient.prefetch(path, names))
        .containsExactly(Told.FULL, Told.FULL, Told.QUEUED, Told.NOTHING_TO_DO);
    assertThat(asked).isEqualTo(names);
  }

  @Test
  void isForItsOwnerAlone() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path.getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void takesABoundedRequest() throws IOException {
    List<String> most = Collections.nCopies(SocketClient.MAX_PATHS, "name");
    assertThat(SocketClient.prefetch(path, most)).hasSize(most.size());

    List<String> more = Collections.nCopies(SocketClient.MAX_PATHS + 1, "name");
    assertThatThrownBy(() -> SocketClient.prefetch(path, more)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> SocketClient.prefetch(path, List.of("x".repeat(10_000))))
        .isInstanceOf(IOException.class);
    assertThat(asked).hasSize(most.size());
  }

  @Test
  void whoIsSilentHoldsUpNobodyAndIsCutOff() throws IOException {
    try (SocketChannel silent = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      assertThat(SocketClient.prefetch(path, List.of("x"))).hasSize(1);
      assertThat(silent.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @Test
  void takesThePlaceOfOneThatWasLeftBehind(@TempDir Path directory) throws IOException {
    Path left = Files.createFile(directory.resolve("left"));
    try (MountSocket next = MountSocket.open(left, this::answer)) {
      assertThat(SocketClient.prefetch(next.path(), List.of("x"))).hasSize(1);
    }
  }

  @Test
  void namesEndInALineFeedOrNul() throws IOException {
    Names lines = new Names(new ByteArrayInputStream("a\n\nb c".getBytes(UTF_8)), '\n');
    assertThat(List.of(lines.next(), lines.next(), lines.next())).containsExactly("a", "", "b c");
    assertThat(lines.next()).isNull();
    Names others = new Names(new ByteArrayInputStream("a\nb\0".getBytes(UTF_8)), '\0');
    assertThat(others.next()).isEqualTo("a\nb");
    assertThat(others.isMoreThere()).isFalse();
    assertThat(others.next()).isNull();
  }

  @Test
  void aPathFitsHoweverDeepTheMountIs() {
    Environment service = new Environment(Map.of("RUNTIME_DIRECTORY", "/run/aisml/train"));
    assertThat(MountSocket.path(Path.of("/mnt/a"), service))
        .isEqualTo(Path.of("/run/aisml/train/socket"));
    Environment user = new Environment(Map.of("XDG_RUNTIME_DIR", "/run/user/1000"));
    Path deep = MountSocket.path(Path.of("/" + "d/".repeat(200) + "m"), user);
    assertThat(deep.toString()).hasSizeLessThan(107);
    assertThat(deep).isNotEqualTo(MountSocket.path(Path.of("/" + "d/".repeat(201) + "m"), user));
    assertThat(MountSocket.path(Path.of("/a-b"), user))
        .isNotEqualTo(MountSocket.path(Path.of("/a/b"), user));
  }
}
