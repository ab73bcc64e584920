package io.aisml.fs.load;

import io.aisml.fs.cache.CacheUsage;

/**
 * What the loads of a mount have done.
 *
 * @param queued loads that wait for a thread or for room
 * @param atOnce get-batches that may be in flight now
 * @param batches loads started as get-batch
 * @param entries loads started for one entry alone
 * @param members members that became ready
 * @param bytes their bytes
 * @param failures members that failed
 * @param stops loads that ended early because the budget was full
 */
public record LoadStatus(
    CacheUsage cache,
    int queued,
    int atOnce,
    long batches,
    long entries,
    long members,
    long bytes,
    long failures,
    long stops) {}
