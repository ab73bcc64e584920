/** What a service tells systemd, and what it is handed by it. */
@NullMarked
package io.aisml.cli.systemd;

import org.jspecify.annotations.NullMarked;
