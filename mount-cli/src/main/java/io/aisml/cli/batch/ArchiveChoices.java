package io.aisml.cli.batch;

import io.aisml.fetcher.archive.ArchiveFormat;
import io.aisml.fetcher.spec.SpecOptions;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * How the archive is made, from the flags and the spec. The spec comes first, as the reference has
 * it, but for the format, which is always that of the archive's suffix.
 */
public record ArchiveChoices(
    boolean objectNameOnly, boolean streaming, boolean continueOnError, OptionalInt coloc) {
  /**
   * @param flags what the command line says
   * @param warnings is told where both differ
   */
  public static ArchiveChoices of(
      ArchiveChoices flags, SpecOptions spec, ArchiveFormat format, Consumer<String> warnings) {
    spec.format()
        .filter(wanted -> wanted != format)
        .ifPresent(
            wanted ->
                warnings.accept(
                    "the spec says mime %s; the archive's suffix decides: %s"
                        .formatted(wanted.suffix(), format.suffix())));
    if (spec.colocation().isPresent()
        && flags.coloc.isPresent()
        && !spec.colocation().equals(flags.coloc)) {
      warnings.accept(
          "the spec says coloc %d, which comes before --coloc %d"
              .formatted(spec.colocation().getAsInt(), flags.coloc.getAsInt()));
    }
    return new ArchiveChoices(
        first(spec.objectNameOnly(), flags.objectNameOnly, "omit-src-bck", "onob", warnings),
        first(spec.streaming(), flags.streaming, "streaming", "strm", warnings),
        first(spec.continueOnError(), flags.continueOnError, "cont-on-err", "coer", warnings),
        spec.colocation().isPresent() ? spec.colocation() : flags.coloc);
  }

  private static boolean first(
      Optional<Boolean> spec,
      boolean flag,
      String flagName,
      String field,
      Consumer<String> warnings) {
    if (flag && spec.equals(Optional.of(false))) {
      warnings.accept("the spec says %s false, which comes before --%s".formatted(field, flagName));
    }
    return spec.orElse(flag);
  }

  /** What a saved spec says. */
  SpecOptions asSpec(ArchiveFormat format) {
    return new SpecOptions(
        Optional.of(format),
        Optional.of(continueOnError),
        Optional.of(objectNameOnly),
        Optional.of(streaming),
        coloc);
  }
}
