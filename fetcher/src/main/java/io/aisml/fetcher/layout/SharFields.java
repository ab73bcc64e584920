package io.aisml.fetcher.layout;

import io.aisml.fetcher.lhotse.Cut.DataCut;
import io.aisml.fetcher.lhotse.FieldFile;
import io.aisml.fetcher.lhotse.InvalidManifestException;
import io.aisml.fetcher.lhotse.Manifest;
import io.aisml.fetcher.plan.PlanBuilder;
import io.aisml.fetcher.spec.SourceLine;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the cuts of a shard have only by the files beside theirs, as in a directory that was
 * extended later. Lhotse gives it to them when it reads the directory: {@code
 * shar/readers/lazy.py}. Memory holds the values of one shard. For one thread.
 */
final class SharFields {
  private final SharFiles files;

  /** By field and cut, the values of files with plain values, each for one cut of its id. */
  private final Map<String, Map<String, Queue<String>>> values = new LinkedHashMap<>();

  private final Map<String, String> valueFiles;

  /** By field and cut, what the tars' descriptions say where the manifest does not say it. */
  private final Map<String, Map<String, String>> descriptions = new LinkedHashMap<>();

  private SharFields(SharFiles files, Map<String, String> valueFiles) {
    this.files = files;
    this.valueFiles = valueFiles;
  }

  /**
   * Reads the files of a shard, of its tars only descriptions, and those only where the manifest
   * does not say the same.
   *
   * @param arrays whether features and arrays are shown too
   * @param plan hears what can't be had
   * @throws io.aisml.fetcher.source.SourceException when the store refuses or does not answer
   */
  static SharFields read(
      SharFiles files, String source, Manifest manifest, boolean arrays, PlanBuilder plan)
      throws IOException {
    SharFields fields = new SharFields(files, files.valueFiles());
    for (Map.Entry<String, String> file : fields.valueFiles.entrySet()) {
      try {
        fields.values.put(file.getKey(), files.values(file.getKey(), file.getValue()));
      } catch (InvalidManifestException e) {
        String cause = "no cut gets the field of this file, in which is wrong: " + e.getMessage();
        plan.leaveOut(file.getValue(), cause, SourceLine.whole(source));
      }
    }
    UndescribedTars tars = new UndescribedTars(files, arrays);
    if (!tars.isEmpty()) {
      manifest.read(tars);
    }
    for (String field : tars.hidden()) {
      String cause = "no cut of the manifest has this field, an array: with arrays it is shown";
      plan.leaveOut(files.tarUrl(field), cause, SourceLine.whole(source));
    }
    for (String field : tars.found()) {
      fields.descriptions.put(
          field,
          SharDescriptions.of(files.store(), files.tarObject(field), files.tar(field).cuts()));
    }
    return fields;
  }

  boolean isEmpty() {
    return values.isEmpty() && descriptions.isEmpty();
  }

  /**
   * Gives the fields of the next cut, as JSON writes them.
   *
   * @param flaws gets a line for each that it should have and that can't be had
   */
  Map<String, String> next(DataCut cut, Consumer<String> flaws) throws IOException {
    Map<String, String> found = new LinkedHashMap<>();
    for (Map.Entry<String, Map<String, String>> field : descriptions.entrySet()) {
      String description = field.getValue().get(cut.id());
      if (description != null) {
        found.put(field.getKey(), description);
      } else if (files.tar(field.getKey()).suffix(cut.id()).isPresent()) {
        flaws.accept(files.tarUrl(field.getKey()) + " has no description of its data");
      } else if (!files.tar(field.getKey()).knows(cut.id())) {
        flaws.accept(files.tarUrl(field.getKey()) + " has no member that is called as the cut");
      }
    }
    for (Map.Entry<String, Map<String, Queue<String>>> field : values.entrySet()) {
      Queue<String> ofCut = field.getValue().get(cut.id());
      @Nullable String value = ofCut == null ? null : ofCut.poll();
      if (value == null) {
        flaws.accept(valueFiles.get(field.getKey()) + " has no line for it");
      } else if (!value.equals(FieldFile.NONE)) {
        found.put(field.getKey(), value);
      }
    }
    return found;
  }
}
