/**
 * A directory as a store: buckets are its sub-directories, objects their files. The embedded
 * default, with the semantics of AIStore and without a server.
 */
@NullMarked
package io.aisml.fetcher.local;

import org.jspecify.annotations.NullMarked;
