/**
 * Lhotse manifests: cuts streamed line by line, and the entries that a cut's audio is. Formats and
 * fields are those of Lhotse {@code lhotse/serialization.py} and {@code lhotse/cut/}.
 */
@NullMarked
package io.aisml.fetcher.lhotse;

import org.jspecify.annotations.NullMarked;
