/**
 * The file system itself, without FUSE: look-up, attributes, listing, open, read and release on
 * inode numbers. Testable without a mount.
 */
@NullMarked
package io.aisml.fs;

import org.jspecify.annotations.NullMarked;
