/** Decoded bytes under one budget; what leaves is Caffeine's choice. */
@NullMarked
package io.aisml.fs.cache;

import org.jspecify.annotations.NullMarked;
