package io.aisml.fetcher.layout;

/**
 * A source and its place in the plan.
 *
 * @param name its file, or the object source as it was written
 * @param directory its path in the mount; empty for the root
 * @param firstBatch index into the plan's batches
 * @param batchCount how many batches from there on are the source's
 * @param items entries of a spec, cuts of a manifest, or objects and members
 * @param elsewhere sources of cuts that are no business of the store and stay as they are
 * @param leftOut how much of it the plan leaves out
 */
public record PlannedSource(
    String name,
    SourceKind kind,
    String directory,
    int firstBatch,
    int batchCount,
    long items,
    long elsewhere,
    long leftOut) {}
