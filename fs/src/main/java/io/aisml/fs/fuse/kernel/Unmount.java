package io.aisml.fs.fuse.kernel;

import static io.aisml.fs.fuse.ErrnoTable.EBUSY;
import static io.aisml.fs.fuse.ErrnoTable.EPERM;

import io.aisml.fs.fuse.MountException;
import io.aisml.fs.fuse.MountTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Ends one mount: root by {@code umount2(2)}, everybody else through fusermount3.
 *
 * @param device {@code major:minor} of the mount, so that another one made there is left alone
 */
public record Unmount(Path directory, String device) {
  private static final int MNT_DETACH = 2;
  private static final int UMOUNT_NOFOLLOW = 8;

  /** Readers that have just been told of the end close their files within half a second. */
  private static final int BUSY_TRIES = 20;

  private static final int BUSY_PAUSE_MS = 25;

  /** For the mount that is at a directory now; empty when the system has no mount table. */
  public static Optional<Unmount> of(Path directory) throws IOException {
    return MountTable.read().at(directory).map(row -> new Unmount(directory, row.device()));
  }

  /**
   * Unmounts; when somebody still uses the mount, detaches it.
   *
   * @return false when it was only detached
   */
  public boolean run() throws IOException, InterruptedException {
    for (int tries = 0; tries < BUSY_TRIES && isMounted(); tries++) {
      if (unmounted(false)) {
        return true;
      }
      Thread.sleep(BUSY_PAUSE_MS);
    }
    if (!isMounted()) {
      return true;
    }
    if (!unmounted(true)) {
      throw new MountException(directory + ": is busy and can't be detached");
    }
    return false;
  }

  /** Takes a mount of ours away that was made a moment ago and that nobody serves. */
  static void abandon(Path directory) throws IOException {
    if (MountTable.read().at(directory).filter(MountPoint::isOurs).isPresent()) {
      new Unmount(directory, "").unmounted(true);
    }
  }

  private boolean isMounted() throws IOException {
    return MountTable.read().at(directory).filter(row -> row.device().equals(device)).isPresent();
  }

  /** Tries once; false when the mount is busy. */
  private boolean unmounted(boolean detach) throws IOException {
    LibC libc = LibC.INSTANCE;
    int flags = UMOUNT_NOFOLLOW | (detach ? MNT_DETACH : 0);
    if (libc.umount2(directory.toString(), flags) == 0) {
      return true;
    }
    int errno = LibC.errno();
    if (errno == EPERM) {
      return Fusermount.unmounted(directory, detach);
    }
    if (errno != EBUSY) {
      throw new MountException(directory + ": umount: " + libc.strerror(errno));
    }
    return false;
  }
}
