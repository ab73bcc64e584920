package io.aisml.fetcher.layout;

import io.aisml.fetcher.cuts.CutsInput;
import io.aisml.fetcher.lhotse.FieldFile;
import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.spec.InvalidNameException;
import io.aisml.fetcher.spec.ObjectRef;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The files with the fields of one shard of a Lhotse Shar directory: {@code FIELD.000017.tar} with
 * data and their descriptions, {@code FIELD.000017.jsonl.gz} with plain values. For one thread.
 */
final class SharFiles {
  private static final String CUTS = "cuts";
  private static final String TAR = ".tar";
  private static final Pattern VALUES = Pattern.compile("\\.jsonl(\\.gz|\\.gzip|\\.lz4)?");

  private final SharDirectory directory;
  private final Optional<Path> beside;

  /** What stands between a field and the suffix: {@code .000017}. */
  private final String number;

  /** By field; until {@link #forget}. */
  private final Map<String, SharTar> tars = new HashMap<>();

  /**
   * @param beside the local directory that has the manifest, which may have files with values too
   * @param stem the manifest's name without {@code .jsonl.gz}
   */
  SharFiles(SharDirectory directory, Optional<Path> beside, String stem) {
    this.directory = directory;
    this.beside = beside;
    this.number = stem.substring(CUTS.length());
  }

  /** Whether a manifest is called as a shard's is, by its name without {@code .jsonl.gz}. */
  static boolean isCalledSo(String stem) {
    return stem.equals(CUTS) || stem.startsWith(CUTS + ".");
  }

  /** The sources without those that have values of fields of others' cuts. */
  static List<SourceFile> withoutFields(List<SourceFile> sources) {
    Set<Path> shards = new HashSet<>();
    for (SourceFile source : sources) {
      if (!source.isStored() && isCalledSo(source.stem())) {
        shards.add(source.path().resolveSibling(source.stem()));
      }
    }
    return sources.stream().filter(source -> !isField(source, shards)).toList();
  }

  private static boolean isField(SourceFile source, Set<Path> shards) {
    if (source.isStored() || isCalledSo(source.stem())) {
      return false;
    }
    int dot = source.stem().indexOf('.');
    String cuts = CUTS + (dot < 0 ? "" : source.stem().substring(dot));
    return source.kind() == SourceKind.MANIFEST
        && shards.contains(source.path().resolveSibling(cuts));
  }

  BatchSource store() {
    return directory.store();
  }

  ObjectRef tarObject(String field) {
    return directory.object(field + number + TAR);
  }

  String tarUrl(String field) {
    return directory.url(field + number + TAR);
  }

  /**
   * The members of a field's tar.
   *
   * @throws io.aisml.fetcher.source.SourceException when the store refuses or does not answer
   */
  SharTar tar(String field) throws IOException {
    SharTar tar = tars.get(field);
    if (tar == null) {
      tar = SharTar.list(store(), tarObject(field));
      tars.put(field, tar);
    }
    return tar;
  }

  /** Forgets the tars' members. */
  void forget() {
    tars.clear();
  }

  /**
   * The fields that have a tar, in order.
   *
   * @throws io.aisml.fetcher.source.SourceException when the store refuses or does not answer
   */
  List<String> tarFields() throws IOException {
    List<String> fields = new ArrayList<>();
    for (String name : directory.names()) {
      if (suffix(name).equals(TAR)) {
        fields.add(field(name));
      }
    }
    fields.sort(null);
    return fields;
  }

  /**
   * The files with plain values by their fields, in order: where they lie.
   *
   * @throws io.aisml.fetcher.source.SourceException when the store refuses or does not answer
   */
  Map<String, String> valueFiles() throws IOException {
    Map<String, String> files = new TreeMap<>();
    for (String name : directory.names()) {
      if (hasValues(name)) {
        files.put(field(name), directory.url(name));
      }
    }
    if (beside.isPresent()) {
      try (DirectoryStream<Path> local = Files.newDirectoryStream(beside.get(), this::hasValues)) {
        local.forEach(
            file -> files.put(field(String.valueOf(file.getFileName())), file.toString()));
      }
    }
    return files;
  }

  /**
   * The values in a file.
   *
   * @param where as {@link #valueFiles} says
   * @throws io.aisml.fetcher.lhotse.InvalidManifestException when it is no such file
   * @throws io.aisml.fetcher.source.SourceException when the store refuses or does not answer
   */
  Map<String, Queue<String>> values(String field, String where) throws IOException {
    try (CutsInput input = CutsInput.open(where, InputStream.nullInputStream(), store())) {
      return FieldFile.read(where, input.file(), field);
    } catch (InvalidNameException e) {
      throw new IOException(where + ": " + e.getMessage(), e); // never: the store listed it
    }
  }

  private boolean hasValues(Path file) {
    return hasValues(String.valueOf(file.getFileName()));
  }

  private boolean hasValues(String name) {
    return VALUES.matcher(suffix(name)).matches();
  }

  /** What stands behind a field and the shard's number; empty for files of other shards. */
  private String suffix(String name) {
    int dot = name.indexOf('.');
    return dot > 0 && name.startsWith(number, dot) && !field(name).equals(CUTS)
        ? name.substring(dot + number.length())
        : "";
  }

  private static String field(String name) {
    return name.substring(0, name.indexOf('.'));
  }
}
