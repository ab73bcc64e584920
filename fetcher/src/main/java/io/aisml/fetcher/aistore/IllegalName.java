package io.aisml.fetcher.aistore;

import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.spec.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A name that AIStore refuses. It is not sent: a get-batch would fail as a whole, and on the way a
 * URL's dots lose their place. AIStore {@code cmn/cos/err.go: ValidateOname, _validatePath}.
 */
record IllegalName(FailureKind kind, String message) {
  /** What is wrong with the entry's names, or null. */
  static @Nullable IllegalName in(Entry entry) {
    String object = entry.object().name();
    if (object.isEmpty() || object.startsWith("~/") || isIllegalPath(object)) {
      return new IllegalName(
          FailureKind.NOT_FOUND, entry + ": AIStore has no object of such a name");
    }
    if (isIllegalPath(entry.archpath())) {
      return new IllegalName(
          FailureKind.FAILED, entry + ": AIStore finds no archived file by such a name");
    }
    return null;
  }

  private static boolean isIllegalPath(String path) {
    return path.endsWith("/")
        || (path.contains(".")
            && List.of(path.split("/", -1)).stream()
                .anyMatch(c -> c.equals(".") || c.equals("..")));
  }
}
