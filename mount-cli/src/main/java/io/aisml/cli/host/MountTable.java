package io.aisml.cli.host;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The mounts that this process sees. Linux {@code Documentation/filesystems/proc.rst: 3.5}. */
public final class MountTable {
  /** The type of a mount of aisml. */
  public static final String AISML = "fuse.aisml";

  private final Path mountinfo;

  public MountTable(Path mountinfo) {
    this.mountinfo = mountinfo;
  }

  /** The mounts of this process's mount namespace. */
  public static MountTable ofThisProcess() {
    return new MountTable(Path.of("/proc/self/mountinfo"));
  }

  /** All mounts, in the order in which they were mounted. */
  public List<MountEntry> all() throws IOException {
    List<MountEntry> entries = new ArrayList<>();
    // Not as UTF-8 text: a directory's name may be any bytes.
    for (String line : Files.readAllLines(mountinfo, StandardCharsets.ISO_8859_1)) {
      String[] fields = line.split(" ", -1);
      int separator = List.of(fields).indexOf("-");
      entries.add(
          new MountEntry(
              Path.of(unescape(fields[4])),
              fields[2],
              fields[separator + 1],
              unescape(fields[separator + 2])));
    }
    return entries;
  }

  /** What is mounted on a directory; the uppermost, when several are. */
  public Optional<MountEntry> on(Path directory) throws IOException {
    return all().stream()
        .filter(entry -> entry.directory().equals(directory))
        .reduce((below, above) -> above);
  }

  /** The kernel writes blank, tab, newline and backslash as a backslash and three octal digits. */
  private static String unescape(String field) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(field.length());
    for (int i = 0; i < field.length(); i++) {
      if (field.charAt(i) == '\\') {
        bytes.write(Integer.parseInt(field.substring(i + 1, i + 4), 8));
        i += 3;
      } else {
        bytes.write(field.charAt(i));
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
