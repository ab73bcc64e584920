package io.aisml.fs;

import io.aisml.fetcher.plan.GeneratedFile;
import io.aisml.fs.load.FetchMode;
import io.aisml.fs.load.LoadOptions;
import io.aisml.fs.tree.TextFile;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * How a mount behaves.
 *
 * @param cacheBytes decoded bytes in memory, a hard bound
 * @param readAhead requests that are sent before anybody asks, while reading is in order; empty: as
 *     the sizes suggest
 * @param requests get-batch requests in flight at most; empty: as many as pay
 * @param open whether opens come to the mount; under {@link OpenMode#NEVER} sizes are learned as
 *     under {@link SizeMode#EAGER}
 * @param push whether members go to the kernel's page cache before they are read
 * @param openTimeout the longest that an open or a read waits
 * @param negativeTtl how long a failed file stays failed before an open tries again
 * @param fileMode permissions of files
 * @param directoryMode permissions of directories
 * @param generated the plan's generated files, in their order
 * @param texts the generated files of the hidden directory
 */
public record FsOptions(
    long cacheBytes,
    FetchMode fetch,
    OptionalInt readAhead,
    OptionalInt requests,
    SizeMode sizes,
    OpenMode open,
    boolean push,
    Duration openTimeout,
    Duration negativeTtl,
    Ownership ownership,
    int fileMode,
    int directoryMode,
    List<GeneratedFile> generated,
    List<TextFile> texts) {
  LoadOptions loads(LongSupplier refusals) {
    return new LoadOptions(cacheBytes, fetch, readAhead, requests, refusals, negativeTtl);
  }
}
