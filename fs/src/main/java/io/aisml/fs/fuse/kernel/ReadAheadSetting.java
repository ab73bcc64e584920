package io.aisml.fs.fuse.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kernel's read-ahead for one open file. INIT's answer can only lower the default of 128 KiB
 * ({@code fs/fuse/inode.c: process_init_reply}); root can raise it in sysfs.
 */
final class ReadAheadSetting {
  private static final Logger log = LoggerFactory.getLogger(ReadAheadSetting.class);

  private ReadAheadSetting() {}

  /**
   * Sets it where that is allowed. Without, large files read more slowly, so nothing fails.
   *
   * @param device {@code major:minor} of the mount
   */
  static void raise(String device, int bytes) {
    Path setting = Path.of("/sys/class/bdi", device, "read_ahead_kb");
    try {
      Files.writeString(setting, Integer.toString(bytes >> 10));
    } catch (IOException e) {
      log.debug("read-ahead stays at the kernel's default: {}", e.toString());
    }
  }
}
