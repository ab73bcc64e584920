package io.aisml.fetcher.layout;

import java.nio.file.Path;

/**
 * A source and its place in the plan.
 *
 * @param directory its path in the mount; empty for the root
 * @param firstBatch index into the plan's batches
 * @param batchCount how many batches from there on are the source's
 * @param items entries of a spec, or cuts of a manifest
 * @param leftOut how much of it the plan leaves out
 */
public record PlannedSource(
    Path file,
    SourceKind kind,
    String directory,
    int firstBatch,
    int batchCount,
    long items,
    long leftOut) {}
