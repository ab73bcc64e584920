/**
 * From sources to a plan: which files are sources, in which directories their batches stand, and
 * what the members are called.
 */
@NullMarked
package io.aisml.fetcher.layout;

import org.jspecify.annotations.NullMarked;
