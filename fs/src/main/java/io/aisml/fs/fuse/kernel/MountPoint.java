package io.aisml.fs.fuse.kernel;

import io.aisml.fs.fuse.MountException;
import io.aisml.fs.fuse.MountTable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A directory that can be mounted on.
 *
 * @param directory absolute, without symbolic links
 */
public record MountPoint(Path directory) {
  static final String TYPE = "fuse.aisml";

  /**
   * Checks a directory. One that carries a mount of ours is refused before anything asks the mount
   * itself, which may be dead or slow.
   *
   * @throws MountException when it can't be mounted on
   */
  public static MountPoint check(Path directory) throws IOException {
    Path absolute = directory.toAbsolutePath().normalize();
    try {
      Path parent = absolute.getParent();
      refuseOurs(parent == null ? absolute : parent.toRealPath().resolve(absolute.getFileName()));
      Path real = absolute.toRealPath();
      refuseOurs(real);
      if (!Files.isDirectory(real)) {
        throw new MountException(directory + ": is not a directory");
      }
      return new MountPoint(real);
    } catch (NoSuchFileException e) {
      throw new MountException(directory + ": does not exist; make it with mkdir", e);
    } catch (MountException e) {
      throw e;
    } catch (FileSystemException e) {
      throw new MountException(directory + ": " + e.getReason(), e);
    }
  }

  static boolean isOurs(MountTable.Row row) {
    return row.type().equals(TYPE);
  }

  private static void refuseOurs(Path path) throws IOException {
    if (MountTable.read().at(path).filter(MountPoint::isOurs).isPresent()) {
      throw new MountException(
          path + ": is already an aisml mount; unmount it first (umount " + path + ")");
    }
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}
