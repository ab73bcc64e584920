package io.aisml.cli;

import java.time.Instant;
import java.util.List;

/**
 * What does not change while a mount lives.
 *
 * @param log where it logs
 * @param socket where commands speak to it; empty when they can't
 * @param leftOut entries that it can't show
 * @param treeBytes memory that the tree holds
 * @param cacheBytes the budget of decoded bytes
 */
record MountFacts(
    Instant since,
    List<String> sources,
    String endpoint,
    String fuse,
    String log,
    String socket,
    int batches,
    long leftOut,
    long treeBytes,
    long cacheBytes) {}
