package io.aisml.fetcher.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds a field by any of the names that people write it with. Case, {@code _} and {@code -} do not
 * matter: AIStore's own JSON ignores case, its YAML wants {@code outputformat} and its documents
 * say {@code output_format}.
 */
final class FieldNames<F extends FieldNames.Field> {
  /** A field and its names, the usual one first. */
  interface Field {
    List<String> names();
  }

  // No field's name is half as long; bounds the work for a key of a megabyte.
  private static final int MAX_LENGTH = 40;

  private final Map<String, F> byName = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private final List<String> usual = new ArrayList<>();

  FieldNames(F[] fields) {
    for (F field : fields) {
      usual.add(field.names().get(0));
      for (String name : field.names()) {
        names.add(name);
        byName.put(normalise(name), field);
      }
    }
  }

  /** The field of that name. */
  @Nullable F find(String name) {
    F field = byName.get(name);
    return field != null ? field : byName.get(normalise(name));
  }

  /** The usual name of each field. */
  List<String> usual() {
    return usual;
  }

  /** The name that a misspelt one most likely stands for. */
  Optional<String> nearest(String misspelt) {
    String wanted = normalise(misspelt);
    String nearest = null;
    // Two slips in any name; in a longer one as many as leave most of it standing.
    int best = Math.max(2, Math.min(wanted.length(), MAX_LENGTH) / 3) + 1;
    if (wanted.length() <= MAX_LENGTH) {
      for (String name : names) {
        String known = normalise(name);
        int distance = distance(wanted, known);
        if (distance < best && distance < known.length()) {
          best = distance;
          nearest = name;
        }
      }
    }
    return Optional.ofNullable(nearest);
  }

  private static String normalise(String name) {
    return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
  }

  /** Levenshtein's distance. */
  private static int distance(String a, String b) {
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[b.length()];
  }
}
