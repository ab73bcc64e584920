package io.aisml.fs.fuse.kernel;

import static io.aisml.fs.fuse.ErrnoTable.EACCES;
import static io.aisml.fs.fuse.ErrnoTable.ENODEV;
import static io.aisml.fs.fuse.ErrnoTable.ENOENT;
import static io.aisml.fs.fuse.ErrnoTable.EPERM;

import io.aisml.fs.fuse.MountException;
import io.aisml.fs.fuse.MountOptions;

/** Makes the mount: root by {@code mount(2)}, everybody else through fusermount3. */
final class Mount {
  private static final String DEVICE = "/dev/fuse";

  private static final long MS_RDONLY = 1;
  private static final long MS_NOSUID = 2;
  private static final long MS_NODEV = 4;

  private Mount() {}

  /**
   * Mounts.
   *
   * @return a descriptor of {@code /dev/fuse} whose first request is INIT
   */
  static int open(MountPoint point, MountOptions options) throws MountException {
    LibC libc = libc();
    return libc.geteuid() == 0 ? direct(libc, point, options) : Fusermount.mount(point, options);
  }

  private static LibC libc() throws MountException {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      throw new MountException("the kernel binding is for Linux; use --fuse=jnr");
    }
    return LibC.INSTANCE;
  }

  private static int direct(LibC libc, MountPoint point, MountOptions options)
      throws MountException {
    int descriptor = libc.open(DEVICE, LibC.O_RDWR | LibC.O_CLOEXEC);
    if (descriptor < 0) {
      throw new MountException(deviceProblem(libc, LibC.errno()));
    }
    String data =
        "fd=%d,rootmode=40555,user_id=%d,group_id=%d,default_permissions%s"
            .formatted(
                descriptor,
                libc.getuid(),
                libc.getgid(),
                options.allowOther() ? ",allow_other" : "");
    long flags = MS_RDONLY | MS_NOSUID | MS_NODEV;
    if (libc.mount(options.source(), point.toString(), MountPoint.TYPE, flags, data) != 0) {
      int errno = LibC.errno();
      libc.close(descriptor);
      throw new MountException(mountProblem(libc, point, errno));
    }
    return descriptor;
  }

  private static String deviceProblem(LibC libc, int errno) {
    return switch (errno) {
      case ENOENT ->
          DEVICE
              + " does not exist: load the kernel module (modprobe fuse), or give the container"
              + " the device (--device /dev/fuse)";
      case ENODEV -> DEVICE + ": the kernel has no FUSE; load its module (modprobe fuse)";
      case EPERM, EACCES ->
          DEVICE + ": permission denied; give the container the device (--device /dev/fuse)";
      default -> DEVICE + ": " + libc.strerror(errno);
    };
  }

  private static String mountProblem(LibC libc, MountPoint point, int errno) {
    return switch (errno) {
      case EPERM ->
          point
              + ": root without the right to mount; give the container CAP_SYS_ADMIN"
              + " (--cap-add SYS_ADMIN)";
      case ENODEV -> point + ": the kernel has no FUSE; load its module (modprobe fuse)";
      default -> point + ": mount: " + libc.strerror(errno);
    };
  }
}
