/** What a mount shows as inodes: immutable, look-up only. */
@NullMarked
package io.aisml.fs.tree;

import org.jspecify.annotations.NullMarked;
