package io.aisml.fetcher.layout;

import io.aisml.fetcher.lhotse.Cut;
import io.aisml.fetcher.lhotse.Cut.DataCut;
import io.aisml.fetcher.lhotse.CutLine;
import io.aisml.fetcher.lhotse.CutVisitor;
import io.aisml.fetcher.lhotse.FieldValue;
import io.aisml.fetcher.lhotse.LineText;
import io.aisml.fetcher.spec.SourceLine;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds those tars of a shard of which the manifest does not say what their descriptions do: a cut
 * lacks the field, or the first cut that has it says something else, as when Lhotse resampled what
 * it encoded as Opus ({@code shar/writers/audio.py}). All of a tar are written alike, so that one
 * is compared.
 */
final class UndescribedTars implements CutVisitor {
  private final SharFiles files;
  private final boolean arrays;
  private final List<String> fields;
  private final Set<String> compared = new HashSet<>();
  private final Set<String> found = new TreeSet<>();
  private final Set<String> hidden = new TreeSet<>();
  private @Nullable LineText line;

  /**
   * @param arrays whether features and arrays are shown too
   */
  UndescribedTars(SharFiles files, boolean arrays) throws IOException {
    this.files = files;
    this.arrays = arrays;
    this.fields = files.tarFields();
  }

  boolean isEmpty() {
    return fields.isEmpty();
  }

  /** Their fields. */
  Set<String> found() {
    return found;
  }

  /** The fields of such as hold arrays, which are not shown. */
  Set<String> hidden() {
    return hidden;
  }

  @Override
  public void line(LineText text) {
    line = text;
  }

  @Override
  public void cut(Cut cut, SourceLine where) throws IOException {
    if (cut instanceof DataCut data) {
      for (String field : fields) {
        if (!found.contains(field) && !hidden.contains(field)) {
          look(data, field);
        }
      }
    }
  }

  @Override
  public void badLine(String problem, SourceLine where) {
    // the layout hears of it
  }

  private void look(DataCut cut, String field) throws IOException {
    boolean isArray = cut.arrays().containsKey(field);
    boolean isSaid = isArray || cut.custom().containsKey(field);
    isSaid |= field.equals(SharShard.RECORDING) && cut.recording().isPresent();
    if (isSaid && (compared.contains(field) || (isArray && !arrays))) {
      return;
    }
    Optional<String> suffix = files.tar(field).suffix(cut.id());
    if (suffix.isEmpty()) {
      return;
    }
    if (!isSaid) {
      boolean isHidden = !arrays && SharShard.ARRAY_TYPES.containsKey(suffix.get());
      (isHidden ? hidden : found).add(field);
    } else if (compared.add(field) && !describesSame(cut.id(), field)) {
      found.add(field);
    }
  }

  private boolean describesSame(String cut, String field) throws IOException {
    String description =
        SharDescriptions.of(files.store(), files.tarObject(field), List.of(cut)).get(cut);
    Optional<String> said = new CutLine(Objects.requireNonNull(line)).value(field);
    return description == null
        || said.filter(value -> FieldValue.areEqual(value, description)).isPresent();
  }
}
