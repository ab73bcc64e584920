package io.aisml.fetcher.spec;

import io.aisml.fetcher.archive.ArchiveFormat;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a spec says about the archive as a whole; empty where it says nothing. AIStore {@code
 * api/apc/ml.go: MossReq}.
 *
 * @param format {@code mime}
 * @param continueOnError {@code coer}: deliver the rest when entries are missing
 * @param objectNameOnly {@code onob}: names without the bucket
 * @param streaming {@code strm}: send the archive while it is made
 * @param colocation {@code coloc}: 0, 1 or 2, how near to each other the entries lie
 */
public record SpecOptions(
    Optional<ArchiveFormat> format,
    Optional<Boolean> continueOnError,
    Optional<Boolean> objectNameOnly,
    Optional<Boolean> streaming,
    OptionalInt colocation) {
  /** A spec that says nothing. */
  public static final SpecOptions NONE =
      new SpecOptions(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalInt.empty());
}
