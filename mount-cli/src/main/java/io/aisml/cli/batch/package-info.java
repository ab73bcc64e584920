/** {@code aisml get-batch}: what a command line names, in one verified archive. */
@NullMarked
package io.aisml.cli.batch;

import org.jspecify.annotations.NullMarked;
