/** How fast single classes are, without a cluster and without a mount. */
@NullMarked
package io.aisml.bench;

import org.jspecify.annotations.NullMarked;
