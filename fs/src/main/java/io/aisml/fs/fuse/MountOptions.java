package io.aisml.fs.fuse;

import java.nio.file.Path;

/**
 * How to mount.
 *
 * @param source what {@code df} and {@code findmnt} show
 * @param allowOther whether other users may look in
 * @param readAheadBytes the kernel's read-ahead for one open file
 */
public record MountOptions(Path directory, String source, boolean allowOther, int readAheadBytes) {}
