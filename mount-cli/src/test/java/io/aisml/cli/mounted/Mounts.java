package io.aisml.cli.mounted;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.cli.Launched;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives a test mounts and a directory of its own, and ends them after it. The logs of the daemons
 * go with the exception of a test that fails. Registered by {@code @RegisterExtension}: in a field
 * of the test's instance for one test, in a static field for all tests of a class.
 */
public final class Mounts
    implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
  /** The daemon's view of a failure. */
  private static final class DaemonLog extends Exception {
    private static final long serialVersionUID = 1;

    DaemonLog(MountedCommand mount, String text) {
      super("log of " + mount.point() + ":\n" + text, null, false, false);
    }
  }

  private final List<MountedCommand> mounts = new ArrayList<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private @Nullable Path directory;
  private boolean ofClass;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    ofClass = true;
    begin();
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    if (!ofClass) {
      begin();
    }
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    if (!ofClass) {
      end(context);
    } else if (context.getExecutionException().isPresent()) {
      addLogsTo(context.getExecutionException().get());
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    end(context);
  }

  private void begin() throws IOException {
    directory = Files.createTempDirectory("mounts-").toRealPath();
  }

  private void addLogsTo(Throwable failure) throws IOException {
    for (MountedCommand mount : mounts) {
      failure.addSuppressed(new DaemonLog(mount, mount.log()));
    }
  }

  private void end(ExtensionContext context) throws Exception {
    Throwable failure = context.getExecutionException().orElse(null);
    for (MountedCommand mount : mounts) {
      try {
        mount.close();
      } catch (Throwable e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      addLogsTo(failure);
    }
    mounts.clear();
    environment.clear();
    remove(directory());
    if (failure != null && context.getExecutionException().isEmpty()) {
      throw new AssertionError(failure.getMessage(), failure);
    }
  }

  /** A directory for the test's files; it goes away after the test. */
  public Path directory() {
    if (directory == null) {
      throw new IllegalStateException("there is no directory outside of a test");
    }
    return directory;
  }

  /** Writes a file into {@link #directory}. */
  public Path file(String name, String text) {
    try {
      return Files.writeString(directory().resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets a variable for the mounts that follow. */
  public void environment(String name, String value) {
    environment.put(name, value);
  }

  /**
   * Mounts a source at a new directory.
   *
   * @param options as on a command line: {@code --fetch=batch}
   */
  public MountedCommand mount(Path source, String... options) {
    return mount(List.of(source), options);
  }

  /** Mounts several sources at a new directory. */
  public MountedCommand mount(List<Path> sources, String... options) {
    return mountTexts(sources.stream().map(Path::toString).toList(), options);
  }

  /** Mounts several sources, as they are written on a command line. */
  public MountedCommand mountTexts(List<String> sources, String... options) {
    String name = "mnt" + mounts.size();
    List<String> words = new ArrayList<>(List.of(options));
    words.addAll(sources);
    try {
      MountedCommand mount =
          MountedCommand.mount(
              directory(),
              directory().resolve(name),
              directory().resolve(name + ".log"),
              environment,
              words);
      mounts.add(mount);
      return mount;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs the command to its end: one that shows something, or a mount that must fail. */
  public Launched.Result aisml(String... words) {
    List<String> command = new ArrayList<>(List.of(Launched.LAUNCHER.toString()));
    command.addAll(Arrays.asList(words));
    return Launched.run(directory(), environment, command);
  }

  /** Not by walking it: a mount that was left there must not be walked into. */
  static void remove(Path directory) throws Exception {
    Process rm =
        new ProcessBuilder("rm", "-rf", "--one-file-system", directory.toString())
            .inheritIO()
            .start();
    assertThat(rm.waitFor()).isZero();
  }
}
