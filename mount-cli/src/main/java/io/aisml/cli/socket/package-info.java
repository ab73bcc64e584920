/** How commands speak to the process of a mount: its Unix socket. */
@NullMarked
package io.aisml.cli.socket;

import org.jspecify.annotations.NullMarked;
