package io.aisml.cli.systemd;

import io.aisml.cli.option.Environment;
import io.aisml.fetcher.plan.Plan;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;

/**
 * What a mount's process leaves to the next one, which shows the same tree with the same inode
 * numbers and sizes: the plan, written once, and the sizes and what has been loaded, in files that
 * are mapped, so that they are there whenever the process dies. systemd makes the directory ({@code
 * RuntimeDirectory=}), owner only, and removes it with the service's end.
 */
public record RuntimeDirectory(Path directory) {
  private static final String PLAN = "plan";
  private static final String SIZES = "sizes";
  private static final String LOADED = "loaded";

  /** The one that systemd has made, if it has. */
  public static Optional<RuntimeDirectory> of(Environment environment) {
    // With several RuntimeDirectory= a colon stands between them; the unit has one.
    return environment.get("RUNTIME_DIRECTORY").map(path -> new RuntimeDirectory(Path.of(path)));
  }

  /**
   * What a mount shows.
   *
   * @param time of all its files
   */
  public record Shown(Plan plan, Instant time) {}

  /** Leaves what a new mount shows; what was known of a mount before it is forgotten. */
  public void write(Shown shown) throws IOException {
    Files.deleteIfExists(directory.resolve(SIZES));
    Files.deleteIfExists(directory.resolve(LOADED));
    Path part = directory.resolve(PLAN + ".part");
    try (ObjectOutputStream out =
        new ObjectOutputStream(new BufferedOutputStream(Files.newOutputStream(part)))) {
      out.writeObject(shown.time());
      out.writeObject(shown.plan());
    }
    Files.move(part, directory.resolve(PLAN), StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * What the process before showed.
   *
   * @throws IOException when it can't be had, for example because another version wrote it
   */
  public Shown read() throws IOException {
    try (ObjectInputStream in =
        new ObjectInputStream(
            new BufferedInputStream(Files.newInputStream(directory.resolve(PLAN))))) {
      Instant time = (Instant) in.readObject();
      return new Shown((Plan) in.readObject(), time);
    } catch (ClassNotFoundException e) {
      throw new IOException("another version of aisml wrote " + directory.resolve(PLAN), e);
    }
  }

  /** Memory for sizes that the next process finds as this one left it; zeros at first. */
  public ByteBuffer sizes(long bytes) throws IOException {
    return map(SIZES, bytes);
  }

  /** As {@link #sizes}, for what has been loaded. */
  public ByteBuffer loaded(long bytes) throws IOException {
    return map(LOADED, bytes);
  }

  private ByteBuffer map(String name, long bytes) throws IOException {
    try (FileChannel file =
        FileChannel.open(
            directory.resolve(name),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      return file.map(MapMode.READ_WRITE, 0, bytes);
    }
  }
}
