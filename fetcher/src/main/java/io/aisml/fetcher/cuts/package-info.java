/**
 * The cuts of a manifest as archives: batches of members, each a whole object or a clip of it,
 * named as they will be in the archive.
 */
@NullMarked
package io.aisml.fetcher.cuts;

import org.jspecify.annotations.NullMarked;
