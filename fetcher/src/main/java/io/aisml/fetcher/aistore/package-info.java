/**
 * An AIStore cluster as a {@code BatchSource}, over HTTP. The only package that knows AIStore's
 * JSON names, redirects, statuses and tokens.
 */
@NullMarked
package io.aisml.fetcher.aistore;

import org.jspecify.annotations.NullMarked;
