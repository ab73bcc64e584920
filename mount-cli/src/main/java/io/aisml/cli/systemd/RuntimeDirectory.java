package io.aisml.cli.systemd;

import io.aisml.cli.host.HostUser;
import io.aisml.cli.host.MountPoint;
import io.aisml.cli.option.Environment;
import io.aisml.cli.option.LastingOptions;
import io.aisml.fetcher.plan.Plan;
import io.aisml.fetcher.plan.PlanFormat;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a mount's process leaves to the next one, which shows the same tree with the same inode
 * numbers and sizes: the plan, written once, and in files that are mapped, so that they are there
 * whenever the process dies, the sizes, what has been loaded, and the requests without an answer.
 * Owner only. Of a service, systemd makes it ({@code RuntimeDirectory=}) and removes it with the
 * service's end.
 */
public record RuntimeDirectory(Path directory) {
  private static final String PLAN = "plan";
  private static final String INPUT = "input";
  private static final String SIZES = "sizes";
  private static final String LOADED = "loaded";
  private static final String REQUESTS = "requests.";
  private static final int ZEROS = 64 << 10;

  /** To be raised when {@link PlanFormat}, or the layout of another file here, changes. */
  private static final int FORMAT = 4;

  /** Leaves room for the suffix in a file name of 255 bytes. */
  private static final int NAME_LENGTH = 200;

  /** The one that systemd has made, if it has. */
  public static Optional<RuntimeDirectory> ofService(Environment environment) {
    // With several RuntimeDirectory= a colon stands between them; the unit has one.
    return environment.get("RUNTIME_DIRECTORY").map(path -> new RuntimeDirectory(Path.of(path)));
  }

  /** The one that the process before this one used, when its {@link Keeper} started this one. */
  public static Optional<RuntimeDirectory> ofKeeper(Environment environment) {
    return environment
        .get(Keeper.RUNTIME_DIRECTORY)
        .map(path -> new RuntimeDirectory(Path.of(path)));
  }

  /**
   * Makes one for a mount that is no service, below {@code /run/aisml} for root, else below {@code
   * $XDG_RUNTIME_DIR} or the temporary directory.
   *
   * @param point where nothing is mounted: what an earlier mount there has left is removed
   */
  public static RuntimeDirectory make(Environment environment, Path point) throws IOException {
    Optional<Path> own = ofUser(environment);
    if (own.isPresent()) {
      return make(Files.createDirectories(own.get()), name(point));
    }
    // Not in a directory of a known name, which somebody else may have made.
    return make(temporary(), "aisml-" + name(point));
  }

  /** Removes what a mount at a directory has left, which nobody serves any more. */
  public static void removeLeft(Environment environment, Path point) throws IOException {
    Optional<Path> own = ofUser(environment).filter(Files::isDirectory);
    if (own.isPresent()) {
      removeLeft(own.get(), name(point));
    } else {
      removeLeft(temporary(), "aisml-" + name(point));
    }
  }

  private static String name(Path point) {
    String path = MountPoint.fileName(point);
    return path.substring(Math.max(0, path.length() - NAME_LENGTH)) + ".";
  }

  private static Path temporary() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  private static RuntimeDirectory make(Path all, String name) throws IOException {
    removeLeft(all, name);
    return new RuntimeDirectory(Files.createTempDirectory(all, name));
  }

  private static void removeLeft(Path all, String name) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(all)) {
      for (Path one : left) {
        String other = one.getFileName().toString();
        boolean earlier =
            other.startsWith(name) && other.substring(name.length()).matches("[0-9]+");
        if (earlier && Files.isWritable(one)) {
          new RuntimeDirectory(one).remove();
        }
      }
    }
  }

  private static Optional<Path> ofUser(Environment environment) {
    return HostUser.current().isRoot()
        ? Optional.of(Path.of("/run/aisml"))
        : environment.get("XDG_RUNTIME_DIR").map(directory -> Path.of(directory, "aisml"));
  }

  /** What standard input had when the mount was made, if it was read. */
  public Optional<Path> input() {
    return Optional.of(directory.resolve(INPUT)).filter(Files::exists);
  }

  /**
   * What a mount shows.
   *
   * @param time of all its files
   * @param generatedSizes bytes of its generated files, in their order, as far as known at first
   * @param options what the mount was made with and keeps
   */
  public record Shown(Plan plan, Instant time, List<Long> generatedSizes, LastingOptions options) {}

  /**
   * Leaves what a new mount shows; what was known of a mount before it is forgotten.
   *
   * @param input a file with what standard input had, if it was read
   */
  public void write(Shown shown, Optional<Path> input) throws IOException {
    Files.deleteIfExists(directory.resolve(INPUT));
    if (input.isPresent()) {
      Files.copy(input.get(), directory.resolve(INPUT), StandardCopyOption.COPY_ATTRIBUTES);
    }
    Files.deleteIfExists(directory.resolve(SIZES));
    Files.deleteIfExists(directory.resolve(LOADED));
    forget(requestsLeft().keySet());
    Path part = directory.resolve(PLAN + ".part");
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(part))) {
      Instant time = shown.time();
      out.writeInt(FORMAT);
      out.writeLong(time.getEpochSecond());
      out.writeInt(time.getNano());
      out.writeInt(shown.generatedSizes().size());
      for (long size : shown.generatedSizes()) {
        out.writeLong(size);
      }
      out.writeInt(shown.options().values().size());
      for (var option : shown.options().values().entrySet()) {
        writeText(option.getKey(), out);
        writeText(option.getValue(), out);
      }
      PlanFormat.write(shown.plan(), out);
    }
    Files.move(part, directory.resolve(PLAN), StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * What the process before showed.
   *
   * @throws IOException when it can't be had, for example because another version wrote it
   */
  public Shown read() throws IOException {
    Path plan = directory.resolve(PLAN);
    try (DataInputStream in = new DataInputStream(Files.newInputStream(plan))) {
      if (in.readInt() != FORMAT) {
        throw new IOException("another version of aisml wrote " + plan);
      }
      Instant time = Instant.ofEpochSecond(in.readLong(), in.readInt());
      List<Long> generatedSizes = new ArrayList<>();
      for (int rest = in.readInt(); rest > 0; rest--) {
        generatedSizes.add(in.readLong());
      }
      Map<String, String> options = new HashMap<>();
      for (int rest = in.readInt(); rest > 0; rest--) {
        options.put(readText(in), readText(in));
      }
      return new Shown(
          PlanFormat.read(in), time, List.copyOf(generatedSizes), new LastingOptions(options));
    } catch (EOFException e) {
      throw new IOException("another version of aisml wrote " + plan, e);
    }
  }

  /** Longer ones than {@link DataOutputStream#writeUTF} takes: a spec may be an option's value. */
  private static void writeText(String text, DataOutputStream out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  /** Memory for sizes that the next process finds as this one left it; zeros at first. */
  public ByteBuffer sizes(long bytes) throws IOException {
    return map(directory.resolve(SIZES), bytes);
  }

  /** As {@link #sizes}, for what has been loaded. */
  public ByteBuffer loaded(long bytes) throws IOException {
    return map(directory.resolve(LOADED), bytes);
  }

  /** Memory of this process alone that the next one finds; zeros. */
  public ByteBuffer requests(int bytes) throws IOException {
    return map(Files.createTempFile(directory, REQUESTS, ""), bytes);
  }

  /**
   * What processes before this one left of theirs, several when one died while it took over.
   *
   * @return by file, for {@link #forget}
   */
  public Map<Path, ByteBuffer> requestsLeft() throws IOException {
    Map<Path, ByteBuffer> left = new LinkedHashMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, REQUESTS + "*")) {
      for (Path file : files) {
        left.put(file, map(file, Files.size(file)));
      }
    }
    return left;
  }

  /** Files that are not needed any more. */
  public void forget(Collection<Path> files) throws IOException {
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }

  private static ByteBuffer map(Path path, long bytes) throws IOException {
    try (FileChannel file =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      // Written and not left to the mapping, where a full file system would be a SIGBUS.
      ByteBuffer zeros = ByteBuffer.allocate(ZEROS);
      for (long at = file.size(); at < bytes; at = file.size()) {
        zeros.clear().limit((int) Math.min(ZEROS, bytes - at));
        int unused = file.write(zeros, at);
      }
      return file.map(MapMode.READ_WRITE, 0, bytes);
    }
  }

  /** Whether a process may still take the mount over. */
  public boolean exists() {
    return Files.isDirectory(directory);
  }

  /** Nothing is left to a next process. What this one has mapped stays. */
  public void remove() throws IOException {
    if (exists()) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
        for (Path file : files) {
          Files.deleteIfExists(file);
        }
      }
      Files.deleteIfExists(directory);
    }
  }
}
