/**
 * What a mount shows, decided once at mount time: batches of named members. Pure functions, the
 * same result for the same sources.
 */
@NullMarked
package io.aisml.fetcher.plan;

import org.jspecify.annotations.NullMarked;
