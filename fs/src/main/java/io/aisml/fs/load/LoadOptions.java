package io.aisml.fs.load;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * How files are brought into memory.
 *
 * @param cacheBytes decoded bytes in memory, a hard bound
 * @param readAhead requests that are sent before anybody asks, while reading is in order; empty: as
 *     the sizes suggest
 * @param requests get-batch requests in flight at most; empty: as many as pay
 * @param refusals counts the replies, ever, with which the store has asked for fewer requests
 * @param negativeTtl how long a failed file stays failed before an open tries again
 */
public record LoadOptions(
    long cacheBytes,
    FetchMode fetch,
    OptionalInt readAhead,
    OptionalInt requests,
    LongSupplier refusals,
    Duration negativeTtl) {}
