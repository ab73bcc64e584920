package io.aisml.fetcher.layout;

import io.aisml.fetcher.lhotse.AudioSource;
import io.aisml.fetcher.lhotse.Cut;
import io.aisml.fetcher.lhotse.Cut.CustomRecording;
import io.aisml.fetcher.lhotse.Cut.DataCut;
import io.aisml.fetcher.lhotse.Recording;
import io.aisml.fetcher.lhotse.StoredArray;
import io.aisml.fetcher.select.ObjectSource;
import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.spec.InvalidNameException;
import io.aisml.fetcher.spec.ObjectRef;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One shard of a Lhotse Shar directory: {@code cuts.000017.jsonl.gz} is the manifest, {@code
 * recording.000017.tar} has the audio of its cuts, {@code FIELD.000017.tar} what is in a custom
 * field. Lhotse {@code lhotse/shar/}. First {@link #find} is told each cut, in their order; then
 * any thread may ask for one {@link #again}. Memory holds one tar's members' names until {@link
 * #forget}.
 */
final class SharShard {
  private static final String CUTS = "cuts";
  private static final String RECORDING = "recording";

  /**
   * Storage types by the suffixes that Lhotse's writers of arrays give: {@code writers/array.py}.
   */
  private static final Map<String, String> ARRAY_TYPES =
      Map.of(".npy", "numpy_files", ".llc", "lilcom_files");

  private final BatchSource store;
  private final ObjectSource directory;
  private final String tarSuffix;
  private final boolean arrays;
  private final Map<String, SharTar> tars = new HashMap<>();

  /** By field, the suffix of its members: one writer makes them all. */
  private final Map<String, String> suffixes = new HashMap<>();

  /** What can't be had. */
  private final Set<Missing> missing = new HashSet<>();

  private record Missing(long line, String field) {}

  /**
   * @param stem the manifest's name without {@code .jsonl.gz}
   * @param directory a bucket or virtual directory
   * @param arrays whether features and arrays are shown too
   */
  SharShard(BatchSource store, ObjectSource directory, String stem, boolean arrays) {
    this.store = store;
    this.directory = directory;
    this.tarSuffix = stem.substring(CUTS.length()) + ".tar";
    this.arrays = arrays;
  }

  /** Whether a manifest is called as a shard's is, by its name without {@code .jsonl.gz}. */
  static boolean isCalledSo(String stem) {
    return stem.equals(CUTS) || stem.startsWith(CUTS + ".");
  }

  /**
   * Finds the members that a cut's placeholders stand for.
   *
   * @param line the cut's place in the manifest
   * @param flaws gets a line for each that can't be had
   * @return the cut with their names in the place of the placeholders, without those that can't be
   *     had
   * @throws io.aisml.fetcher.source.SourceException when the store refuses or does not answer
   */
  Cut find(Cut cut, long line, Consumer<String> flaws) throws IOException {
    return cut instanceof DataCut data
        ? filled(
            data,
            (field, isArray) -> {
              try {
                return find(field, isArray, data.id());
              } catch (InvalidNameException e) {
                missing.add(new Missing(line, field));
                flaws.accept(e.getMessage());
                return null;
              }
            })
        : cut;
  }

  /** What {@link #find} has found. */
  Cut again(Cut cut, long line) throws IOException {
    return cut instanceof DataCut data
        ? filled(
            data,
            (field, isArray) ->
                missing.contains(new Missing(line, field)) ? null : suffixes.get(field))
        : cut;
  }

  /** Forgets what only finding needs. */
  void forget() {
    tars.clear();
  }

  private String find(String field, boolean isArray, String cut)
      throws IOException, InvalidNameException {
    SharTar tar = tars.get(field);
    if (tar == null) {
      tar = SharTar.list(store, new ObjectRef(directory.bucket(), tar(field)));
      tars.put(field, tar);
    }
    String suffix = tar.take(cut);
    if (isArray && !ARRAY_TYPES.containsKey(suffix)) {
      throw new InvalidNameException(
          "its member of %s ends in '%s'; expected .npy or .llc".formatted(tarUrl(field), suffix));
    }
    String others = suffixes.putIfAbsent(field, suffix);
    if (others != null && !others.equals(suffix)) {
      throw new InvalidNameException(
          "its member of %s ends in '%s', those before in '%s'"
              .formatted(tarUrl(field), suffix, others));
    }
    return suffix;
  }

  private String tar(String field) {
    return directory.directory() + field + tarSuffix;
  }

  private String tarUrl(String field) {
    return directory.bucket() + "/" + tar(field);
  }

  /** Tells the suffix of the member that has a field of a cut; null for none. */
  @FunctionalInterface
  private interface Suffixes {
    @Nullable String of(String field, boolean isArray) throws IOException;
  }

  private DataCut filled(DataCut cut, Suffixes found) throws IOException {
    Optional<Recording> recording = cut.recording();
    if (recording.isPresent()) {
      recording = Optional.of(filled(recording.get(), RECORDING, cut.id(), found));
    }
    Map<String, CustomRecording> custom = new LinkedHashMap<>(cut.custom());
    for (Map.Entry<String, CustomRecording> field : custom.entrySet()) {
      CustomRecording value = field.getValue();
      field.setValue(value.of(filled(value.recording(), field.getKey(), cut.id(), found)));
    }
    return cut.of(recording, custom, arrays ? filledArrays(cut, found) : cut.arrays());
  }

  private Recording filled(Recording recording, String field, String cut, Suffixes found)
      throws IOException {
    if (!recording.isShar()) {
      return recording;
    }
    String suffix = found.of(field, false);
    AudioSource placeholder = recording.sources().get(0);
    return recording.of(
        suffix == null ? List.of() : List.of(placeholder.at(tarUrl(field) + "/" + cut + suffix)));
  }

  private Map<String, StoredArray> filledArrays(DataCut cut, Suffixes found) throws IOException {
    Map<String, StoredArray> filled = new LinkedHashMap<>();
    for (Map.Entry<String, StoredArray> array : cut.arrays().entrySet()) {
      String field = array.getKey();
      if (!array.getValue().isShar()) {
        filled.put(field, array.getValue());
        continue;
      }
      String suffix = found.of(field, true);
      if (suffix != null) {
        filled.put(
            field,
            array
                .getValue()
                .at(
                    Objects.requireNonNull(ARRAY_TYPES.get(suffix)),
                    tarUrl(field),
                    cut.id() + suffix));
      }
    }
    return filled;
  }
}
