/**
 * The one interface behind which data lives. Implemented by {@code aistore} over HTTP and by {@code
 * local} over a directory.
 */
@NullMarked
package io.aisml.fetcher.source;

import org.jspecify.annotations.NullMarked;
