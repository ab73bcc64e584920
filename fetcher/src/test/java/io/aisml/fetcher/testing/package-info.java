/** What the tests of all modules share: a real AIStore cluster, and faults on the way to it. */
@NullMarked
package io.aisml.fetcher.testing;

import org.jspecify.annotations.NullMarked;
