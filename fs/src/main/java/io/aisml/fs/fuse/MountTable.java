package io.aisml.fs.fuse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is mounted where, as {@code /proc/self/mountinfo} tells it (proc_pid_mountinfo(5)). Asking
 * it touches no mount, so it can't hang on a dead one.
 *
 * @param rows in the order of mounting
 */
public record MountTable(List<Row> rows) {
  private static final Path MOUNTINFO = Path.of("/proc/self/mountinfo");

  /**
   * One mount.
   *
   * @param device {@code major:minor} of the files' st_dev
   * @param type for example {@code fuse.aisml}
   */
  public record Row(String device, String directory, String type, String source) {}

  public MountTable {
    rows = List.copyOf(rows);
  }

  /** The table as it is now; empty on systems without one (macOS). */
  public static MountTable read() throws IOException {
    if (!Files.exists(MOUNTINFO)) {
      return new MountTable(List.of());
    }
    return parse(Files.readAllBytes(MOUNTINFO));
  }

  /** Names are bytes: those that are no UTF-8 are somebody else's, and come out as something. */
  static MountTable parse(byte[] mountinfo) {
    String text = new String(mountinfo, StandardCharsets.UTF_8);
    // Not lines(): the kernel leaves a carriage return in a name as it is.
    return new MountTable(text.isEmpty() ? List.of() : rows(text.split("\n")));
  }

  private static List<Row> rows(String[] lines) {
    return Arrays.stream(lines).map(MountTable::row).toList();
  }

  /** The mount that one sees at a directory: the last one made there. */
  public Optional<Row> at(Path directory) {
    String name = directory.toString();
    return rows.stream().filter(row -> row.directory().equals(name)).reduce((first, last) -> last);
  }

  private static Row row(String line) {
    List<String> fields = List.of(line.split(" ", -1));
    int separator = fields.indexOf("-"); // ends the optional fields
    return new Row(
        fields.get(2),
        unescape(fields.get(4)),
        fields.get(separator + 1),
        unescape(fields.get(separator + 2)));
  }

  /** Blank, tab, newline, backslash and hash stand as three octal digits. */
  private static String unescape(String field) {
    int backslash = field.indexOf('\\');
    if (backslash < 0) {
      return field;
    }
    return field
        .replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\043", "#")
        .replace("\\134", "\\");
  }
}
