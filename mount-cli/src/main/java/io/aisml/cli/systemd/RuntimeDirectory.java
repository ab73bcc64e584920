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
 * numbers and sizes: the plan, written once, and the sizes, in a file that is mapped, so that they
 * are there whenever the process dies. systemd makes the directory ({@code RuntimeDirectory=}),
 * owner only, and removes it with the service's end.
 */
public record RuntimeDirectory(Path directory) {
  private static final String PLAN = "plan";
  private static final String SIZES = "sizes";

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

  /** Leaves what a new mount shows; sizes of a mount before it are forgotten. */
  public void write(Shown shown) throws IOException {
    Files.deleteIfExists(directory.resolve(SIZES));
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

  /** Memory that the next process finds as this one left it; zeros at first. */
  public ByteBuffer sizes(long bytes) throws IOException {
    try (FileChannel file =
        FileChannel.open(
            directory.resolve(SIZES),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      return file.map(MapMode.READ_WRITE, 0, bytes);
    }
  }
}
