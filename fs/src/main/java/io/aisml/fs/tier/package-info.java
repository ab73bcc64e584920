/**
 * A second tier on a local disk: what was received once is kept in large append-only files, shared
 * by the mounts of a host.
 */
@NullMarked
package io.aisml.fs.tier;

import org.jspecify.annotations.NullMarked;
