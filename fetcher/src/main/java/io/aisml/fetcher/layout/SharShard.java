package io.aisml.fetcher.layout;

import io.aisml.fetcher.lhotse.AudioSource;
import io.aisml.fetcher.lhotse.Cut;
import io.aisml.fetcher.lhotse.Cut.CustomRecording;
import io.aisml.fetcher.lhotse.Cut.DataCut;
import io.aisml.fetcher.lhotse.Recording;
import io.aisml.fetcher.lhotse.StoredArray;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.InvalidNameException;
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
  /** The field of the cuts' own audio. */
  static final String RECORDING = "recording";

  private static final long UNKNOWN_SIZE = -1;

  /**
   * Storage types by the suffixes that Lhotse's writers of arrays give: {@code writers/array.py}.
   */
  static final Map<String, String> ARRAY_TYPES =
      Map.of(".npy", "numpy_files", ".llc", "lilcom_files");

  private final SharFiles files;
  private final boolean arrays;

  /** By field, the suffix of its members: one writer makes them all. */
  private final Map<String, String> suffixes = new HashMap<>();

  /** By member, as the tars' listings say, its size; until {@link #forget}. */
  private final Map<String, Long> sizes = new HashMap<>();

  /** What can't be had. */
  private final Set<Missing> missing = new HashSet<>();

  private record Missing(long line, String field) {}

  /**
   * @param arrays whether features and arrays are shown too
   */
  SharShard(SharFiles files, boolean arrays) {
    this.files = files;
    this.arrays = arrays;
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
    files.forget();
    sizes.clear();
  }

  /** How large a member is that {@link #find} has found; -1 for others. */
  long size(Entry entry) {
    return sizes.getOrDefault(entry.toString(), UNKNOWN_SIZE);
  }

  private String find(String field, boolean isArray, String cut)
      throws IOException, InvalidNameException {
    SharTar.Data data = files.tar(field).take(cut);
    if (isArray && !ARRAY_TYPES.containsKey(data.suffix())) {
      throw new InvalidNameException(
          "its member of %s ends in '%s'; expected .npy or .llc"
              .formatted(files.tarUrl(field), data.suffix()));
    }
    String others = suffixes.putIfAbsent(field, data.suffix());
    if (others != null && !others.equals(data.suffix())) {
      throw new InvalidNameException(
          "its member of %s ends in '%s', those before in '%s'"
              .formatted(files.tarUrl(field), data.suffix(), others));
    }
    sizes.put(files.tarUrl(field) + "/" + cut + data.suffix(), data.size());
    return data.suffix();
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
        suffix == null
            ? List.of()
            : List.of(placeholder.at(files.tarUrl(field) + "/" + cut + suffix)));
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
                    files.tarUrl(field),
                    cut.id() + suffix));
      }
    }
    return filled;
  }
}
