package io.aisml.fs;

import java.time.Instant;

/**
 * Whom all files of a mount belong to, and the one time they all carry.
 *
 * @param time mtime, atime and ctime of everything; the source file's mtime
 */
public record Ownership(int uid, int gid, Instant time) {}
