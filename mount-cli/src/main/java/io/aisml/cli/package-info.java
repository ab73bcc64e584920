/** The {@code aisml} command: its sub-commands, and the wiring of a mount. */
@NullMarked
package io.aisml.cli;

import org.jspecify.annotations.NullMarked;
