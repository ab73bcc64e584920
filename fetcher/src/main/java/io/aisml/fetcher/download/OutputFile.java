package io.aisml.fetcher.download;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A file that has its name only when it is complete: until {@link #commit} a hidden file beside it
 * takes the bytes, and a file of that name stays as it was. Devices and pipes are written to
 * directly. For one thread.
 */
public final class OutputFile implements Closeable {
  private final Path target;
  private final @Nullable Path hidden; // null when the target is written to directly
  private final List<Path> madeDirectories; // the innermost first
  private final FileChannel channel;
  private final OutputStream stream = new Stream();
  private boolean done;

  private OutputFile(
      Path target, @Nullable Path hidden, List<Path> madeDirectories, FileChannel channel) {
    this.target = target;
    this.hidden = hidden;
    this.madeDirectories = madeDirectories;
    this.channel = channel;
  }

  /**
   * Begins a file; an existing one is to be replaced and keeps its permissions. The directories
   * above are made when they are missing, and removed again when nothing is committed.
   *
   * @param path a symbolic link leads to the file that is replaced
   * @throws FileSystemException naming what can't be written, and why; also for a directory
   */
  public static OutputFile at(Path path) throws IOException {
    Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath().normalize();
    if (Files.isDirectory(target)) {
      throw new FileSystemException(path.toString(), null, "is a directory");
    }
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      FileChannel device = FileChannel.open(target, StandardOpenOption.WRITE);
      return new OutputFile(target, null, List.of(), device);
    }
    List<Path> missing = new ArrayList<>();
    for (Path at = directory(target); !Files.exists(at); at = directory(at)) {
      missing.add(at);
    }
    try {
      Files.createDirectories(directory(target));
      return hiddenBeside(target, missing);
    } catch (FileAlreadyExistsException e) {
      throw new FileSystemException(e.getFile(), null, "is no directory");
    } catch (IOException e) {
      removeDirectories(missing);
      throw e;
    }
  }

  private static OutputFile hiddenBeside(Path target, List<Path> made) throws IOException {
    while (true) {
      String random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
      // without the file's own name, which may be as long as a name can be
      Path hidden = target.resolveSibling(".aisml-" + random + ".part");
      try {
        FileChannel channel =
            FileChannel.open(hidden, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        takePermissions(target, hidden);
        return new OutputFile(target, hidden, made, channel);
      } catch (FileAlreadyExistsException e) {
        // another random name will do
      } catch (AccessDeniedException e) {
        throw new AccessDeniedException(directory(target).toString());
      } catch (NoSuchFileException e) {
        throw new FileSystemException(
            directory(target).toString(), null, "no file can be made there");
      } catch (FileSystemException e) {
        throw new FileSystemException(directory(target).toString(), null, e.getReason());
      }
    }
  }

  /** Where the bytes go; best in large pieces. Its exceptions name the file. */
  public OutputStream stream() {
    return stream;
  }

  /**
   * Makes the file appear under its name, its bytes safe on the disk.
   *
   * @throws IOException when that is not possible
   */
  public void commit() throws IOException {
    if (hidden != null) {
      channel.force(true);
      channel.close();
      Files.move(
          hidden, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      done = true;
      // the name is safe only when the directory is
      try (FileChannel directory = FileChannel.open(directory(target), StandardOpenOption.READ)) {
        directory.force(true);
      }
    }
  }

  /** Leaves nothing behind that was not committed. */
  @Override
  public void close() throws IOException {
    try (channel) {
      if (hidden != null && !done) {
        done = true;
        Files.deleteIfExists(hidden);
        removeDirectories(madeDirectories);
      }
    }
  }

  private static void takePermissions(Path from, Path to) throws IOException {
    if (!Files.exists(from)) {
      return;
    }
    try {
      var old = Files.getFileAttributeView(from, PosixFileAttributeView.class).readAttributes();
      var view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
      view.setPermissions(old.permissions());
      if (!view.readAttributes().owner().equals(old.owner())) {
        view.setGroup(old.group());
        view.setOwner(old.owner());
      }
    } catch (FileSystemException e) {
      return; // only root may give files away, and some file systems keep no permissions
    }
  }

  private static void removeDirectories(List<Path> made) {
    try {
      for (Path directory : made) {
        Files.deleteIfExists(directory);
      }
    } catch (IOException e) {
      return; // somebody else has put something there
    }
  }

  /** The directory of an absolute path; the root's is the root. */
  private static Path directory(Path path) {
    Path parent = path.getParent();
    return parent == null ? path : parent;
  }

  private final class Stream extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
      try {
        while (left.hasRemaining()) {
          channel.write(left);
        }
      } catch (ClosedChannelException e) {
        throw e; // also by an interrupt
      } catch (IOException e) {
        FileSystemException named =
            new FileSystemException(target.toString(), null, e.getMessage());
        named.initCause(e);
        throw named;
      }
    }
  }
}
