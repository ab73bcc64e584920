/** The FUSE bindings: types in, replies out, errors to errno in one table. */
@NullMarked
package io.aisml.fs.fuse;

import org.jspecify.annotations.NullMarked;
