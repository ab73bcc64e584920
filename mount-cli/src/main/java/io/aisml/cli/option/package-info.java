/**
 * The options: one table of them, and how their values are found in flags, {@code -o}, the
 * environment, a configuration file and AIStore's own {@code cli.json}.
 */
@NullMarked
package io.aisml.cli.option;

import org.jspecify.annotations.NullMarked;
