package io.aisml.fetcher.layout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the files that sources stand for and the directories that show them. */
final class SourceFiles {
  private static final int NAMES_IN_NOTICE = 5;
  private static final Comparator<Path> BY_NAME_BYTES =
      Comparator.comparing(
          file -> file.getFileName().toString().getBytes(StandardCharsets.UTF_8),
          Arrays::compareUnsigned);

  private final List<SourceFile> found = new ArrayList<>();
  private final Map<String, String> directories = new HashMap<>();
  private final List<String> notices;

  private SourceFiles(List<String> notices) {
    this.notices = notices;
  }

  /**
   * One file stands in the root; several, and those of a directory, in directories of their names.
   *
   * @param urls manifests that are objects
   * @param standardInput what came by it, a manifest
   * @param alone whether there is nothing beside the sources
   * @param notices gets one line about files that were passed over
   * @throws InvalidSourceException naming what is no source
   */
  static List<SourceFile> find(
      List<Path> sources,
      List<String> urls,
      Optional<Path> standardInput,
      boolean alone,
      List<String> notices)
      throws IOException {
    SourceFiles files = new SourceFiles(notices);
    int count = sources.size() + urls.size() + (standardInput.isPresent() ? 1 : 0);
    boolean inRoot = alone && count == 1;
    for (Path source : sources) {
      if (Files.isDirectory(source)) {
        files.addDirectory(source);
      } else if (!Files.exists(source)) {
        throw new InvalidSourceException(source + ": no such file or directory");
      } else {
        files.add(source.toString(), Optional.of(source), kindOf(source), inRoot);
      }
    }
    for (String url : urls) {
      files.add(url, Optional.empty(), SourceKind.MANIFEST, inRoot);
    }
    if (standardInput.isPresent()) {
      files.add(SourceFile.STANDARD_INPUT, standardInput, SourceKind.MANIFEST, inRoot);
    }
    return files.found;
  }

  private void addDirectory(Path directory) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(entries::add);
    }
    entries.sort(BY_NAME_BYTES);
    List<Path> others = new ArrayList<>();
    for (Path entry : entries) {
      if (Files.isRegularFile(entry) && SourceKind.of(entry).isPresent()) {
        add(entry.toString(), Optional.of(entry), kindOf(entry), false);
      } else {
        others.add(entry.getFileName());
      }
    }
    if (others.size() == entries.size()) {
      throw new InvalidSourceException(
          directory + ": the directory has no source in it; " + SourceKind.EXPECTED);
    }
    if (!others.isEmpty()) {
      notices.add(directory + ": skipped what is neither spec nor manifest: " + list(others));
    }
  }

  private void add(String source, Optional<Path> file, SourceKind kind, boolean inRoot)
      throws InvalidSourceException {
    if (inRoot) {
      found.add(new SourceFile(source, file, kind, ""));
      return;
    }
    String name = SourceFile.stem(source, kind);
    if (name.equals(".") || name.equals("..")) {
      throw new InvalidSourceException(source + ": '" + name + "' can't be a directory; rename it");
    }
    if (kind == SourceKind.MANIFEST && LhotsePaths.looksLikeArchive(name)) {
      throw new InvalidSourceException(
          source + ": Lhotse would take the directory '" + name + "' for a tar archive; rename it");
    }
    String other = directories.put(name, source);
    if (other != null) {
      throw new InvalidSourceException(
          other + " and " + source + " would both be shown as '" + name + "/'; rename one of them");
    }
    found.add(new SourceFile(source, file, kind, name));
  }

  private static SourceKind kindOf(Path file) throws InvalidSourceException {
    return SourceKind.of(file)
        .orElseThrow(
            () ->
                new InvalidSourceException(
                    file + ": the suffix is of no known source; " + SourceKind.EXPECTED));
  }

  private static String list(List<Path> names) {
    List<String> shown = new ArrayList<>();
    names.stream().limit(NAMES_IN_NOTICE).forEach(name -> shown.add(name.toString()));
    int more = names.size() - shown.size();
    return String.join(", ", shown) + (more == 0 ? "" : " and " + more + " more");
  }
}
