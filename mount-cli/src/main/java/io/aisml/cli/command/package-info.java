/** What commands are made of: options, the store that they name, errors, signals. */
@NullMarked
package io.aisml.cli.command;

import org.jspecify.annotations.NullMarked;
