/**
 * The kernel's FUSE protocol ({@code include/uapi/linux/fuse.h}) spoken on {@code /dev/fuse},
 * without libfuse: requests by {@code read}, replies by {@code writev} from any thread.
 */
@NullMarked
package io.aisml.fs.fuse.kernel;

import org.jspecify.annotations.NullMarked;
