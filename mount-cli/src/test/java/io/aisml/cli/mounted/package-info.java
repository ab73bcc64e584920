/** Mounts by the built command over a real store, read by the programs that people read with. */
@NullMarked
package io.aisml.cli.mounted;

import org.jspecify.annotations.NullMarked;
