/** What the machine tells: its mounts, who uses them, how much memory there is. */
@NullMarked
package io.aisml.cli.host;

import org.jspecify.annotations.NullMarked;
