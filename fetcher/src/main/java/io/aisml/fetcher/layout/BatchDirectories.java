package io.aisml.fetcher.layout;

import io.aisml.fetcher.spec.InvalidNameException;
import io.aisml.fetcher.spec.Quoted;
import io.aisml.fetcher.spec.Template;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Names the directories of one manifest's batches. */
final class BatchDirectories {
  /** Six digits, and more from the millionth on. */
  private static final String DEFAULT = "b-%06d";

  // The suffixes of archive.ArchiveFormat: a template may be written for the archives of get-batch.
  private static final Pattern ARCHIVE_SUFFIX =
      Pattern.compile("(\\.tar\\.gz|\\.tar\\.lz4|\\.tgz|\\.tar|\\.zip)$", Pattern.CASE_INSENSITIVE);

  private final Template template;
  private final String manifest;
  private final Set<String> given = new HashSet<>();

  private BatchDirectories(Template template, String manifest) {
    this.template = template;
    this.manifest = manifest;
  }

  /**
   * Names by a template, whose archive suffix is dropped.
   *
   * @throws InvalidSourceException when the template is wrong, or its names can't be directories
   */
  static BatchDirectories of(Optional<String> outputTemplate, String manifest)
      throws InvalidSourceException {
    String text = ARCHIVE_SUFFIX.matcher(outputTemplate.orElse(DEFAULT)).replaceFirst("");
    if (text.isEmpty()) {
      throw new InvalidSourceException("output-template is empty without its archive suffix");
    }
    if (text.contains("/")) {
      throw new InvalidSourceException(
          "output-template " + Quoted.of(text) + " must not contain '/': it names one directory");
    }
    if (LhotsePaths.looksLikeArchive(text)) {
      throw archive(text);
    }
    try {
      return new BatchDirectories(Template.parseRanges(text), manifest);
    } catch (InvalidNameException e) {
      throw new InvalidSourceException("output-template: " + e.getMessage());
    }
  }

  /**
   * The name for one more batch.
   *
   * @throws InvalidSourceException when there is none left
   */
  String next() throws InvalidSourceException {
    if (given.size() == template.size()) {
      throw new InvalidSourceException(
          "output-template "
              + Quoted.of(template.toString())
              + " has "
              + template.size()
              + " names, but "
              + manifest
              + " has more batches; widen its range or raise batch-size");
    }
    String name = template.name(given.size());
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw new InvalidSourceException(
          "output-template " + Quoted.of(template.toString()) + " gives '" + name + "' for a name");
    }
    if (LhotsePaths.looksLikeArchive(name)) {
      throw archive(name);
    }
    if (!given.add(name)) {
      throw new InvalidSourceException(
          "output-template "
              + Quoted.of(template.toString())
              + " gives the name "
              + Quoted.of(name)
              + " twice; write its ranges with leading zeros");
    }
    return name;
  }

  private static InvalidSourceException archive(String text) {
    return new InvalidSourceException(
        "output-template "
            + Quoted.of(text)
            + " names directories that Lhotse takes for tar archives; drop the '.tar'");
  }
}
