/**
 * The second binding: libfuse 2.9 through jnr-fuse, for macOS and for hosts where only libfuse is
 * allowed. Paths instead of inodes, one thread for each call that waits, one attribute timeout for
 * the whole mount.
 */
@NullMarked
package io.aisml.fs.fuse.jnr;

import org.jspecify.annotations.NullMarked;
