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
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
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
  private static final String TAR = ".tar";

  /** What the name of a field's file of a shard ends in. */
  private static final Pattern FIELD_FILE = Pattern.compile("\\.tar|\\.jsonl(\\.\\w+)?");

  /** For a rate: the one that the manifest says. */
  private static final int SAME = 0;

  private static final long UNKNOWN_SIZE = -1;

  /**
   * Storage types by the suffixes that Lhotse's writers of arrays give: {@code writers/array.py}.
   */
  private static final Map<String, String> ARRAY_TYPES =
      Map.of(".npy", "numpy_files", ".llc", "lilcom_files");

  private final SharDirectory directory;

  /** What stands between a field and {@code .tar}: {@code .000017}. */
  private final String number;

  private final boolean arrays;
  private final Map<String, SharTar> tars = new HashMap<>();

  /** By field, the suffix of its members: one writer makes them all. */
  private final Map<String, String> suffixes = new HashMap<>();

  /** By field, the sampling rate that the first cut's description says; until {@link #forget}. */
  private final Map<String, Integer> rates = new HashMap<>();

  /** By member, as the tars' listings say, its size; until {@link #forget}. */
  private final Map<String, Long> sizes = new HashMap<>();

  /** The fields that some cut has. */
  private final Set<String> fields = new HashSet<>();

  /** What can't be had. */
  private final Set<Missing> missing = new HashSet<>();

  private record Missing(long line, String field) {}

  /**
   * @param stem the manifest's name without {@code .jsonl.gz}
   * @param arrays whether features and arrays are shown too
   */
  SharShard(SharDirectory directory, String stem, boolean arrays) {
    this.directory = directory;
    this.number = stem.substring(CUTS.length());
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
    if (cut instanceof DataCut data) {
      data.recording().ifPresent(recording -> fields.add(RECORDING));
      fields.addAll(data.custom().keySet());
      fields.addAll(data.arrays().keySet());
    }
    return cut instanceof DataCut data
        ? filled(
            data,
            (field, rate) -> {
              try {
                return find(field, rate, data.id());
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
            (field, rate) ->
                missing.contains(new Missing(line, field)) ? null : suffixes.get(field))
        : cut;
  }

  /** Forgets what only finding needs. */
  void forget() {
    tars.clear();
    rates.clear();
    sizes.clear();
  }

  /** How large a member is that {@link #find} has found; -1 for others. */
  long size(Entry entry) {
    return sizes.getOrDefault(entry.toString(), UNKNOWN_SIZE);
  }

  /**
   * Names the files of the shard with a field that no cut has, once all have been found. Lhotse
   * gives the cuts such fields when it reads the directory: {@code shar/readers/lazy.py}.
   *
   * @throws io.aisml.fetcher.source.SourceException when the store refuses or does not answer
   */
  List<String> unused() throws IOException {
    return directory.names().stream().filter(this::isUnused).sorted().map(directory::url).toList();
  }

  private boolean isUnused(String name) {
    int dot = name.indexOf('.');
    if (dot <= 0 || !name.startsWith(number, dot)) {
      return false;
    }
    String field = name.substring(0, dot);
    return !field.equals(CUTS)
        && !fields.contains(field)
        && FIELD_FILE.matcher(name.substring(dot + number.length())).matches();
  }

  private String find(String field, OptionalInt rate, String cut)
      throws IOException, InvalidNameException {
    SharTar tar = tars.get(field);
    if (tar == null) {
      tar = SharTar.list(directory.store(), directory.object(tar(field)));
      tars.put(field, tar);
    }
    SharTar.Data data = tar.take(cut);
    if (rate.isEmpty() && !ARRAY_TYPES.containsKey(data.suffix())) {
      throw new InvalidNameException(
          "its member of %s ends in '%s'; expected .npy or .llc"
              .formatted(tarUrl(field), data.suffix()));
    }
    String others = suffixes.putIfAbsent(field, data.suffix());
    if (others != null && !others.equals(data.suffix())) {
      throw new InvalidNameException(
          "its member of %s ends in '%s', those before in '%s'"
              .formatted(tarUrl(field), data.suffix(), others));
    }
    if (rate.orElse(0) > 0) {
      checkRate(field, rate.getAsInt(), cut);
    }
    sizes.put(tarUrl(field) + "/" + cut + data.suffix(), data.size());
    return data.suffix();
  }

  /**
   * Lhotse resamples what it encodes as Opus and says so in the member's description alone: {@code
   * shar/writers/audio.py}. All of a tar are written alike, so that one is looked at.
   */
  private void checkRate(String field, int rate, String cut)
      throws IOException, InvalidNameException {
    Integer described = rates.get(field);
    if (described == null) {
      described =
          SharDescription.samplingRate(directory.store(), directory.object(tar(field)), cut)
              .orElse(rate);
      rates.put(field, described == rate ? SAME : described);
    } else if (described == SAME) {
      return;
    }
    if (described != rate) {
      throw new InvalidNameException(
          "its audio in %s has %d Hz, while the manifest says %d: only CutSet.from_shar reads such"
              .formatted(tarUrl(field), described, rate));
    }
  }

  private String tar(String field) {
    return field + number + TAR;
  }

  private String tarUrl(String field) {
    return directory.url(tar(field));
  }

  /**
   * Tells the suffix of the member that has a field of a cut; null for none. A recording has a
   * sampling rate, an array none.
   */
  @FunctionalInterface
  private interface Suffixes {
    @Nullable String of(String field, OptionalInt rate) throws IOException;
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
    String suffix = found.of(field, OptionalInt.of(recording.samplingRate()));
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
      String suffix = found.of(field, OptionalInt.empty());
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
