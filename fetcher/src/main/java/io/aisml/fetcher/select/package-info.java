/**
 * What a command line names: sources, lists, templates, prefixes and specs, checked without asking
 * anybody, then resolved against a store into a stream of entries.
 */
@NullMarked
package io.aisml.fetcher.select;

import org.jspecify.annotations.NullMarked;
